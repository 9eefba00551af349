/**
 * What two peers tell each other before a WebRTC link exists (specs/07 §8): one kind byte, then UTF-8 text.
 *
 * The text is SDP, which this project hands to the browser and never reads. Must not know streams.
 */
import { DecodeError, LimitError, UsageError } from '@sotto/wire';

export const SIGNAL_PROTOCOL = '/sotto/webrtc/1';
export const MAX_SIGNAL_BYTES = 16_384;
const MAX_CANDIDATE_BYTES = 512;

/** `candidate`: one ICE candidate of the only media section. */
export type SignalKind = 'offer' | 'answer' | 'candidate';

export interface Signal {
  readonly kind: SignalKind;
  readonly text: string;
}

const KINDS: readonly SignalKind[] = ['offer', 'answer', 'candidate'];

/** @throws {UsageError} `invalid-argument` for a text beyond the bounds, which a browser does not make */
export function encodeSignal({ kind, text }: Signal): Uint8Array {
  const body = new TextEncoder().encode(text);
  if (body.length === 0 || body.length > maxTextBytes(kind))
    throw new UsageError('invalid-argument', 'signal too large');
  const frame = new Uint8Array(body.length + 1);
  frame[0] = KINDS.indexOf(kind) + 1;
  frame.set(body, 1);
  return frame;
}

/** `frame`: 2 to 16_384 bytes. @throws {DecodeError} `malformed` @throws {LimitError} `too-large` */
export function decodeSignal(frame: Uint8Array): Signal {
  const kind = KINDS[(frame[0] ?? 0) - 1];
  if (kind === undefined || frame.length < 2) throw new DecodeError('malformed', 'not a signal');
  if (frame.length - 1 > maxTextBytes(kind)) throw new LimitError('too-large', 'signal too large');
  try {
    return { kind, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(frame.subarray(1)) };
  } catch {
    throw new DecodeError('malformed', 'a signal is UTF-8');
  }
}

function maxTextBytes(kind: SignalKind): number {
  return kind === 'candidate' ? MAX_CANDIDATE_BYTES : MAX_SIGNAL_BYTES - 1;
}
