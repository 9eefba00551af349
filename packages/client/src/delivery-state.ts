/** The ladder of a message, derived from its envelopes (specs/08 §7). */
import type { DeliveryState, OutboxRecord } from '@sotto/ports';

/**
 * The state that the envelopes of one message prove together. `waiting`: some device has no envelope yet.
 * One device that has it makes it delivered; custody needs all of them; failed needs all of them.
 */
export function deliveryState(
  envelopes: readonly Pick<OutboxRecord, 'status' | 'failure'>[],
  waiting: boolean,
): { readonly state: Exclude<DeliveryState, 'read'>; readonly failure?: string } {
  const statuses = new Set(envelopes.map(({ status }) => status));
  if (statuses.has('delivered')) return { state: 'delivered' };
  if (waiting || statuses.size === 0 || statuses.has('pending')) return { state: 'queued' };
  if (statuses.has('custody')) return { state: 'custody' };
  if (statuses.has('expired')) return { state: 'expired', failure: 'expired' };
  return { state: 'failed', failure: envelopes.find(({ failure }) => failure)?.failure ?? 'refused' };
}

const LADDER: readonly DeliveryState[] = ['queued', 'custody', 'delivered', 'read'];

/** Whether going from `from` to `to` is a step up: evidence already seen is never taken back. */
export function isStepUp(from: DeliveryState, to: DeliveryState): boolean {
  if (from === 'read' || from === to) return false;
  if (from === 'delivered') return to === 'read';
  if (from === 'failed' || from === 'expired' || to === 'failed' || to === 'expired') return true;
  return LADDER.indexOf(to) > LADDER.indexOf(from);
}
