/** The message that starts a session, and its shape (specs/03 §3 and §5.2). */
import { decodeMessage, encodeMessage } from './protobuf.ts';
import { demand } from './refusal.ts';
import type { PendingHandshake } from './session.ts';

const [NUMBER, LONG, BYTES] = ['number', 'long', 'bytes'] as const;
const SHAPE = { 1: NUMBER, 2: BYTES, 3: NUMBER, 4: NUMBER, 5: NUMBER, 6: BYTES, 7: LONG, 8: BYTES };
const VERSION = 1;

export interface InitialMessage {
  readonly used: PendingHandshake;
  readonly generation: number;
  /** Of the ratchet. */
  readonly packet: Uint8Array;
}

export function encodeInitialMessage({ used, generation, packet }: InitialMessage): Uint8Array {
  const ids = [used.signedPrekeyId, used.kemPrekeyId, used.oneTimePrekeyId];
  const values = [VERSION, used.ephemeralKey, ...ids, used.kemCiphertext, generation, packet];
  return encodeMessage(values.map((value, at) => ({ number: at + 1, value })));
}

/** @throws `wrong-version`, `wrong-length`, `malformed`, `not-canonical` */
export function decodeInitialMessage(bytes: Uint8Array): InitialMessage {
  const message = decodeMessage(bytes, SHAPE);
  demand(message.number(1) === VERSION, 'wrong-version');
  const used = {
    ephemeralKey: message.bytes(2),
    signedPrekeyId: message.number(3),
    kemPrekeyId: message.number(4),
    oneTimePrekeyId: message.number(5),
    kemCiphertext: message.bytes(6),
  };
  demand(used.ephemeralKey.length === 32 && used.kemCiphertext.length === 1568, 'wrong-length');
  demand((used.kemPrekeyId === 0) !== (used.oneTimePrekeyId === 0), 'malformed');
  return { used, generation: message.number(7), packet: message.bytes(8) };
}
