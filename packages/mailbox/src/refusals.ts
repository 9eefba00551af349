/** What a mailbox answers when it does not do as asked (specs/06 §8). */
import type { Refused } from '@sotto/network';
import { DecodeError, LimitError, RefusalCode, SottoError, UnavailableError, VerifyError } from '@sotto/wire';

/** How long a client waits before it tries a full disk again. */
const DISK_FULL_RETRY_SECONDS = 60;
const BUSY_RETRY_SECONDS = 1;

export function refuse(code: RefusalCode, retryAfterSeconds = 0): Refused {
  return { kind: 'refused', code, retryAfterSeconds };
}

export function refuseRate(retryAfterSeconds: number): Refused {
  return refuse(RefusalCode.RATE, retryAfterSeconds);
}

/**
 * The refusal for what went wrong with a request. Every failed authentication of what is published is `STALE` when it
 * contradicts something newer and `MALFORMED` otherwise; the rest of the world learns no more.
 * @throws what is not a `SottoError`, and `UsageError`: faults of ours
 */
export function refusalFor(error: unknown): Refused {
  if (error instanceof DecodeError) return refuse(RefusalCode.MALFORMED);
  if (error instanceof LimitError) return refuse(...limitRefusal(error));
  if (error instanceof UnavailableError) return refuse(RefusalCode.UNAVAILABLE);
  if (error instanceof VerifyError) return refuse(isStale(error) ? RefusalCode.STALE : RefusalCode.MALFORMED);
  throw error;
}

/** Runs `action`, and turns its errors into refusals. */
export async function refusing<Outcome>(action: () => Promise<Outcome>): Promise<Outcome | Refused> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof SottoError) return refusalFor(error);
    throw error;
  }
}

function limitRefusal({ code }: LimitError): readonly [RefusalCode, number] {
  switch (code) {
    case 'disk-full':
      return [RefusalCode.DISK_FULL, DISK_FULL_RETRY_SECONDS];
    case 'rate':
      return [RefusalCode.RATE, BUSY_RETRY_SECONDS];
    case 'quota':
      return [RefusalCode.QUOTA, 0];
    default:
      return [RefusalCode.TOO_LARGE, 0];
  }
}

function isStale({ code }: VerifyError): boolean {
  return code === 'log-fork' || code === 'log-rollback' || code === 'stale-bundle';
}
