/**
 * The plaintext of a ratchet message: content, and beside it the sender's address (specs/08 §1). What cannot be read of
 * it is dropped: the session goes on, and the sender's fault is nobody else's.
 */
import { decodeMessage, LIMITS, type Plaintext, PlaintextSchema } from '@sotto/wire';
import { type ContentFields, decodeContent } from './content/content.ts';
import { isEnvelopeFault } from './envelope-fault.ts';
import { type PeerAddress, readPeerAddress } from './peer-address.ts';

export interface ReadPlaintext {
  readonly content: ContentFields | undefined;
  /** As it came; empty when there is none. */
  readonly contentBytes: Uint8Array;
  readonly address: PeerAddress | undefined;
}

export function readPlaintext(bytes: Uint8Array): ReadPlaintext {
  const plaintext = orNothing<Plaintext>(() => decodeMessage(PlaintextSchema, bytes, LIMITS.MAX_PAYLOAD_BYTES));
  const contentBytes = plaintext?.content ?? new Uint8Array(0);
  return {
    content: contentBytes.length === 0 ? undefined : orNothing(() => decodeContent(contentBytes)),
    contentBytes,
    address: plaintext?.address && readPeerAddress(plaintext.address),
  };
}

function orNothing<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (isEnvelopeFault(error)) return undefined;
    throw error;
  }
}
