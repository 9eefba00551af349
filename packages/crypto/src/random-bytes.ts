/** Taking randomness from a caller's source. */
import { UsageError } from '@sotto/wire';
import type { RandomBytes } from './provider.ts';

/** @throws {UsageError} `invalid-argument` when the source returns another number of bytes. */
export function drawBytes(random: RandomBytes, length: number): Uint8Array {
  const bytes = random(length);
  if (bytes.length !== length) throw new UsageError('invalid-argument', 'random source returned another length');
  return bytes;
}
