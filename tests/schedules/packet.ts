/** What travels between devices of a schedule, with what the schedule knows of it. */

/** An encoded `InitialMessage`, or a ratchet ciphertext. */
export type PacketKind = 'initial' | 'ratchet';

export interface Packet {
  readonly from: string;
  readonly to: string;
  readonly kind: PacketKind;
  readonly bytes: Uint8Array;
  /** Of the ratchet, in either kind. */
  readonly ciphertext: Uint8Array;
  /** A copy of the key that sealed it. */
  readonly messageKey: Uint8Array;
  /** Says who wrote it to whom, and is written once. */
  readonly text: string;
  /** Hexadecimal. */
  readonly sessionId: string;
  /** Which of its sender's chains in the session it belongs to, counted from 0. */
  readonly chain: number;
}

/** The same packet with one bit turned over. */
export function flipped(packet: Packet, bit: number): Packet {
  const bytes = packet.bytes.slice();
  const at = bit % (8 * bytes.length);
  bytes[at >>> 3] = (bytes[at >>> 3] ?? 0) ^ (1 << (at & 7));
  return { ...packet, bytes };
}
