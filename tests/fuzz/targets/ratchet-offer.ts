/** Offers of the next epoch: an encapsulation key that a malicious contact chose. */
import { epochTarget } from '../epoch-target.ts';
import type { FuzzTarget } from '../target.ts';

export function openTarget(): Promise<FuzzTarget> {
  return epochTarget('offer');
}
