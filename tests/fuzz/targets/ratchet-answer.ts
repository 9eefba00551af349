/** Answers to our offer of the next epoch: a KEM ciphertext that a malicious contact chose. */
import { epochTarget } from '../epoch-target.ts';
import type { FuzzTarget } from '../target.ts';

export function openTarget(): Promise<FuzzTarget> {
  return epochTarget('answer');
}
