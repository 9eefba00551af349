/** Whose fault it is when an envelope cannot be used: its own, or ours, so that it must come again. */
import { SottoError } from '@sotto/wire';

/** Codes of these families that our own store and memory answer with. */
const OURS: ReadonlySet<string> = new Set(['corrupt-record', 'disk-full', 'too-many']);

/** True: the envelope is junk for good. False: our store, or a mistake of ours. */
export function isEnvelopeFault(error: unknown): error is SottoError {
  if (!(error instanceof SottoError) || OURS.has(error.code)) return false;
  return error.kind === 'decode' || error.kind === 'verify' || error.kind === 'limit';
}
