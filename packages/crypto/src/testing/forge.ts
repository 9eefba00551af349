/** Packets that an honest device never seals, from one that holds a session. For tests only. */
import { messageKeyOf } from '../message-chain.ts';
import { platformProvider } from '../platform.node.ts';
import type { RandomBytes } from '../provider.ts';
import { PACKET_SALT_BYTES, sealPacket } from '../ratchet-packet.ts';
import type { Session } from '../session.ts';

export interface ForgeOptions {
  readonly session: Session;
  /** The whole body: kind, material and plaintext. */
  readonly body: Uint8Array;
  /** Of the header; the session's when left out. */
  readonly epoch?: number;
  readonly random: RandomBytes;
}

/** A packet of the session's next number with any body and any epoch. */
export function forge({ session, body, random, epoch = session.pq.epoch }: ForgeOptions): Uint8Array {
  const { sending, ratchetKey, associatedData } = session;
  return sealPacket(platformProvider, {
    associatedData,
    headerKey: sending.headerKey,
    header: {
      ratchetKey: ratchetKey.publicKey,
      previousLength: sending.previousLength,
      number: sending.next,
      epoch,
    },
    messageKey: messageKeyOf(platformProvider, sending.chainKey),
    plaintext: body,
    salt: random(PACKET_SALT_BYTES),
  });
}
