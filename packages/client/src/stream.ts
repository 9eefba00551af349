/**
 * The sequence of one device in one conversation: what is there, what is missing, whether the chain of hashes holds
 * (specs/08 §5; attack B10).
 */
import type { StreamRecord } from '@sotto/ports';
import { type AccountId, type DeviceId, equalBytes } from '@sotto/wire';

/** More missing numbers than this are not remembered one by one: the oldest are given up. */
export const MAX_MISSING = 1_000;

export interface Arrival {
  readonly conversation: AccountId;
  readonly deviceId: DeviceId;
  readonly sequence: number;
  readonly hash: Uint8Array;
  /** Hash that the sender says its message before this one has. */
  readonly previousHash: Uint8Array;
  /** This device came back to an account that was written to before: what it was not sealed for is not missing. */
  readonly isLate: boolean;
}

export interface StreamStep {
  readonly stream: StreamRecord;
  /** Whether this arrival showed that something is missing, or filled a gap. */
  readonly gap: 'none' | 'opened' | 'filled';
  /**
   * `broken`: the message before has another hash than the one we hold, or the number was used for another message: the
   * sender's state was copied or restored.
   */
  readonly chain: 'holds' | 'unknown' | 'broken';
}

export function advanceStream(before: StreamRecord | undefined, arrival: Arrival): StreamStep {
  const { conversation, deviceId, sequence, hash, previousHash, isLate } = arrival;
  if (before !== undefined && sequence <= before.sequence) {
    const left = before.missing.filter((number) => number !== sequence);
    const isFilled = left.length < before.missing.length;
    // Numbers that were given up are not remembered: only a recent one proves anything.
    const isReused = !isLate && !isFilled && sequence > before.sequence - MAX_MISSING;
    return {
      stream: { ...before, missing: left },
      gap: isFilled ? 'filled' : 'none',
      chain: isReused ? 'broken' : 'unknown',
    };
  }
  const last = before?.sequence ?? (isLate ? sequence - 1 : 0);
  const missing = before?.missing ?? [];
  const opened: number[] = [];
  for (let number = Math.max(last + 1, sequence - MAX_MISSING); number < sequence; number++) opened.push(number);
  const follows = before !== undefined && sequence === last + 1;
  return {
    stream: { conversation, deviceId, sequence, hash, missing: [...missing, ...opened].slice(-MAX_MISSING) },
    gap: opened.length > 0 ? 'opened' : 'none',
    chain: follows ? (equalBytes(before.hash, previousHash) ? 'holds' : 'broken') : 'unknown',
  };
}
