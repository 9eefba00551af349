import { useI18n } from '../../i18n/i18n.tsx';

/** Twelve groups of five digits, in rows that are easy to read out. */
export function SafetyNumber({ number }: { readonly number: string }) {
  const { t } = useI18n();
  return (
    <section className="safety-number" dir="ltr" aria-label={t('verify.number')}>
      {number.split(/\s+/).map((group, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a group is its place; two may be the same
        <span key={index}>{group}</span>
      ))}
    </section>
  );
}
