/**
 * Sealing a message: one step of the sending chain (Double Ratchet with header encryption, §4; specs/04).
 *
 * Pure: hands out another session and changes nothing it was given. Must not know: storage, padding, envelopes.
 */

import { LimitError } from '@sotto/wire';
import { platformProvider } from '#platform';
import { messageKeyOf, nextChainKey } from './message-chain.ts';
import { bodyOverhead, carriedMaterial, encodeBody } from './pq-ratchet-material.ts';
import type { ProviderOption, RandomBytes } from './provider.ts';
import { drawBytes } from './random-bytes.ts';
import { PACKET_OVERHEAD_BYTES, PACKET_SALT_BYTES, sealPacket } from './ratchet-packet.ts';
import { Session } from './session.ts';

const MAX_CHAIN_LENGTH = 0xffff_ffff;

export interface SealOptions extends ProviderOption {
  readonly session: Session;
  /** Already padded: its length shows on the wire. */
  readonly plaintext: Uint8Array;
  readonly random: RandomBytes;
}

export interface SealResult {
  readonly next: Session;
  readonly ciphertext: Uint8Array;
  /** Secrets that `next` no longer needs; to be wiped once `next` is stored. */
  readonly consumed: readonly Uint8Array[];
}

/** Bytes that the next `seal` of this session adds to a plaintext, material of the next epoch included (specs/10 §4). */
export function sealOverhead({ pq, sending }: Session): number {
  return PACKET_OVERHEAD_BYTES + bodyOverhead(carriedMaterial(pq.phase, sending.next));
}

/**
 * Seals one message and returns the advanced session. Synchronous: sending needs no Diffie-Hellman.
 *
 * `session` is not changed; persist `next` together with `ciphertext`, then wipe `consumed`.
 * @throws {LimitError} `lifetime` when the chain has 2^32 - 1 messages
 */
export function seal({ session, plaintext, random, provider = platformProvider }: SealOptions): SealResult {
  const { sending, associatedData, pq } = session;
  if (sending.next >= MAX_CHAIN_LENGTH) throw new LimitError('lifetime', 'session is used up');
  const messageKey = messageKeyOf(provider, sending.chainKey);
  const chainKey = nextChainKey(provider, sending.chainKey);
  const body = encodeBody(carriedMaterial(pq.phase, sending.next), plaintext);
  const ciphertext = sealPacket(provider, {
    associatedData,
    headerKey: sending.headerKey,
    header: {
      ratchetKey: session.ratchetKey.publicKey,
      previousLength: sending.previousLength,
      number: sending.next,
      epoch: pq.epoch,
    },
    messageKey,
    plaintext: body,
    salt: drawBytes(random, PACKET_SALT_BYTES),
  });
  messageKey.fill(0);
  body.fill(0);
  const next = new Session({ ...session, sending: { ...sending, chainKey, next: sending.next + 1 } });
  return { next, ciphertext, consumed: [sending.chainKey] };
}
