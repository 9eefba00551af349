/** The message that starts a session: its shape, and putting a session's ciphertexts into it (specs/03 §5). */
import { create, DecodeError, type InitialMessage, InitialMessageSchema, UsageError } from '@sotto/wire';
import { KEM_CIPHERTEXT_BYTES, KEY_BYTES } from './key-lengths.ts';
import type { Session } from './session.ts';

const INITIAL_VERSION = 1;

/**
 * Wraps a ciphertext of a session whose `pendingInitial` is still there.
 * @throws {UsageError} `invalid-argument` when the other side has already answered
 */
export function createInitialMessage(session: Session, ciphertext: Uint8Array): InitialMessage {
  const { pendingInitial, generation } = session;
  if (!pendingInitial) throw new UsageError('invalid-argument', 'session needs no initial message');
  return create(InitialMessageSchema, {
    ...pendingInitial,
    version: INITIAL_VERSION,
    generation: BigInt(generation),
    ciphertext,
  });
}

/** @throws {DecodeError} `wrong-version`, `wrong-length`, `malformed` */
export function checkInitialMessage(message: InitialMessage): void {
  const { version, ephemeralKey, kemCiphertext, kemPrekeyId, oneTimePrekeyId, generation } = message;
  if (version !== INITIAL_VERSION) {
    throw new DecodeError('wrong-version', 'initial message version', { facts: { version } });
  }
  if (ephemeralKey.length !== KEY_BYTES) throw new DecodeError('wrong-length', 'initial message ephemeral key');
  if (kemCiphertext.length !== KEM_CIPHERTEXT_BYTES) {
    throw new DecodeError('wrong-length', 'initial message KEM ciphertext');
  }
  if ((kemPrekeyId === 0) !== (oneTimePrekeyId !== 0)) {
    throw new DecodeError('malformed', 'initial message names both or neither KEM key');
  }
  if (generation > BigInt(Number.MAX_SAFE_INTEGER)) throw new DecodeError('malformed', 'initial message generation');
}
