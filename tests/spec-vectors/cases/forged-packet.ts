/** A packet as the other side of a session could make it, with whatever it likes in header and body. */

import { recordedBytes } from '../../differential/recorded-bytes.ts';
import { join } from '../../reference/bytes.ts';
import { sealOnce } from '../../reference/derivation.ts';
import { carried } from '../../reference/material.ts';
import { type NewHeader, sealHeader } from '../../reference/packet.ts';
import { messageKey } from '../../reference/receiving-chain.ts';
import type { Session } from '../../reference/session.ts';

export interface Forgery {
  readonly header?: Partial<NewHeader>;
  /** The whole body: kind, material and plaintext. */
  readonly body?: Uint8Array;
}

export function forgedPacket(sender: Session, { header, body }: Forgery): Uint8Array {
  const { sending } = sender;
  if (sending === undefined) throw new TypeError('a sender has a sending chain');
  const salt = recordedBytes('forged salt')(16);
  const front = sealHeader(sending.headerKey, salt, {
    ratchetKey: sender.ratchetKey.publicKey,
    previousLength: sending.previousLength,
    number: sending.next,
    epoch: sender.epoch,
    ...header,
  });
  const inside = body ?? join(carried(sender, sending.next), new TextEncoder().encode('forged'));
  const sealed = sealOnce(messageKey(sending.chainKey), join(sender.associatedData, front), inside);
  return join(front, sealed);
}

/** The packet with one bit of this byte turned. */
export function damaged(packet: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(packet);
  const index = at < 0 ? copy.length + at : at;
  copy[index] = (copy[index] ?? 0) ^ 1;
  return copy;
}
