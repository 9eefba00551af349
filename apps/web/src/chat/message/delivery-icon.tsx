import type { MessageView } from '@sotto/client';

export type DeliveryState = MessageView['state'];

const PATHS: Readonly<Record<DeliveryState, string>> = {
  queued: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14M10 6.2V10l2.4 1.6',
  custody: 'M4 11.2v4c0 .5.4.8.8.8h10.4c.4 0 .8-.3.8-.8v-4m-12 0h3l1.1 2h3.8l1.1-2h3M10 3.5v5.2M7.8 6.6 10 8.8l2.2-2.2',
  delivered: 'm2.6 10.7 3.5 3.5 7-8M9.3 13.200l1.1 1 7-8',
  read: 'M2.5 10S5.2 5.2 10 5.2 17.5 10 17.5 10 14.8 14.8 10 14.8 2.5 10 2.5 10M7.7 10l1.7 1.7 3-3.3',
  expired: 'M6 3.500h8M6 16.500h8M7 3.500c0 4 6 4.5 6 13M13 3.500c0 4-6 4.5-6 13',
  failed: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14M10 6.500v4.300M10 13.400v.1',
};

/** A form of its own for every step, so that it is told apart without its colour. */
export function DeliveryIcon({ state, size = 16 }: { readonly state: DeliveryState; readonly size?: number }) {
  return (
    <svg
      aria-hidden="true"
      className={`delivery-icon delivery-${state}`}
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={PATHS[state]} />
    </svg>
  );
}
