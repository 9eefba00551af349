/** Packets that carry material of the post-quantum ratchet, and the sessions that they are for (specs/10 §4). */
import { type CryptoProvider, open, type RandomBytes, type Session, seal } from '@sotto/crypto';
import { LIMITS } from '@sotto/wire';
import { NOW_MS, type SessionPair } from './people.ts';
import { must, Violation } from './target.ts';

/** A packet this much longer than its plaintext carries a key or a ciphertext of the KEM. */
const MATERIAL_BYTES = 1_000;
/** Not every message of a chain carries material. */
const MESSAGES_PER_TURN = 3;
const MAX_TURNS = 4 * LIMITS.KEM_RATCHET_STEPS;

export interface EpochPacket {
  readonly receiver: Session;
  readonly packet: Uint8Array;
}

export interface EpochPackets {
  readonly offer: EpochPacket;
  readonly answer: EpochPacket;
}

/** Lets two sessions talk in turn until one has offered an epoch and the other has answered. */
export async function epochPackets(
  { ada, grace }: SessionPair,
  random: RandomBytes,
  provider: CryptoProvider,
): Promise<EpochPackets> {
  let [from, to] = [ada, grace];
  let offer: (EpochPacket & { readonly turn: number }) | undefined;
  for (let turn = 0; turn < MAX_TURNS; turn++) {
    for (let i = 0; i < MESSAGES_PER_TURN; i++) {
      const sealed = seal({ session: from, plaintext: Uint8Array.of(turn), random, provider });
      const carrier = { receiver: to, packet: sealed.ciphertext, turn };
      if (sealed.ciphertext.length > MATERIAL_BYTES) {
        if (offer !== undefined && (turn - offer.turn) % 2 === 1) return { offer, answer: carrier };
        offer ??= carrier;
      }
      const opened = await open({ session: to, ciphertext: sealed.ciphertext, random, nowMs: NOW_MS, provider });
      must(opened.kind === 'opened', 'a packet of an honest conversation opens');
      [from, to] = [sealed.next, opened.next];
    }
    [from, to] = [to, from];
  }
  throw new Violation('no epoch was offered and answered in time');
}
