/** When to try again: doubling from RETRY_MIN_MS to RETRY_MAX_MS, with full jitter above the half (specs/07 §4). */
import type { Random } from '@sotto/ports';
import { LIMITS } from '@sotto/wire';

/** Delay before attempt number `attempts` + 1. `attempts`: how many have failed so far, from 1. */
export function retryDelayMs(attempts: number, random: Random): number {
  const ceiling = Math.min(LIMITS.RETRY_MAX_MS, LIMITS.RETRY_MIN_MS * 2 ** Math.min(attempts - 1, 20));
  return Math.round(ceiling / 2 + randomFraction(random) * (ceiling / 2));
}

/** Uniform in [0, 1). */
export function randomFraction(random: Random): number {
  const bytes = random.bytes(4);
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0) / 2 ** 32;
}
