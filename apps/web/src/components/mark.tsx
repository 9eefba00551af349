/**
 * The mark: a hairpin, the sign in music for growing quieter, that ends in one point. Many may be near; one hears it.
 */
export function Mark({ size = 32 }: { readonly size?: number }) {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 32 32" fill="none">
      <path d="M5 7.5 22 14.6M5 24.5 22 17.4" stroke="currentColor" strokeWidth="2.6" strokeLinecap="round" />
      <circle cx="26.4" cy="16" r="2.6" fill="currentColor" />
    </svg>
  );
}
