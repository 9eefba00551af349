/** A conversation over a network that loses, repeats and reorders, from a seed; every step is noted. */
import { encodeSession, open, type RandomBytes, type Session, seal } from '@sotto/crypto';
import type { SeededPrng } from '@sotto/testkit';
import type { SessionPair } from '../../../packages/crypto/src/testing/devices.ts';
import type { Transcript } from './transcript.ts';

// Long enough for the post-quantum ratchet to take several turns.
const STEPS = 700;
const SAYING = 0.45;
const LOSS = 0.1;
const REPEAT = 0.1;
const MAX_PLAINTEXT_BYTES = 700;

type Side = keyof SessionPair;

export interface ConversationOptions {
  readonly transcript: Transcript;
  readonly prng: SeededPrng;
  readonly pair: SessionPair;
}

export async function playConversation({ transcript, prng, pair }: ConversationOptions): Promise<void> {
  const random: RandomBytes = (length) => prng.bytes(length);
  const sessions: Record<Side, Session> = { ...pair };
  const onTheWay: Record<Side, Uint8Array[]> = { ada: [], grace: [] };

  const say = (from: Side, to: Side) => {
    const plaintext = prng.bytes(prng.integer(0, MAX_PLAINTEXT_BYTES));
    const { next, ciphertext } = seal({ session: sessions[from], plaintext, random });
    sessions[from] = next;
    transcript.note(`${from} seals`, ciphertext);
    if (!prng.chance(LOSS)) onTheWay[to].push(ciphertext);
  };

  const hear = async (to: Side, nowMs: number) => {
    const [ciphertext, ...rest] = prng.shuffle(onTheWay[to]);
    if (ciphertext === undefined) return;
    onTheWay[to] = prng.chance(REPEAT) ? [ciphertext, ...rest] : rest;
    const result = await open({ session: sessions[to], ciphertext, random, nowMs });
    transcript.note(`${to} opens`, result.kind === 'opened' ? result.plaintext : result.kind);
    if (result.kind === 'opened') sessions[to] = result.next;
    transcript.note(`session of ${to}`, encodeSession(sessions[to]));
  };

  for (let step = 0; step < STEPS; step++) {
    const [side, other] = prng.pick<readonly [Side, Side]>([
      ['ada', 'grace'],
      ['grace', 'ada'],
    ]);
    if (prng.chance(SAYING)) say(side, other);
    else await hear(side, 10_000 + step);
  }
  for (const side of ['ada', 'grace'] as const) transcript.note(`epoch of ${side}`, String(sessions[side].pq.epoch));
}
