/** Sessions in every phase of the post-quantum ratchet. For tests only. */
import { LIMITS } from '@sotto/wire';
import type { PqPhase, PqRatchet } from '../pq-ratchet.ts';
import type { RandomBytes } from '../provider.ts';
import { seal } from '../seal.ts';
import { Session } from '../session.ts';
import { openOrFail, type SessionPair, sessionPair } from './devices.ts';

export function withPq(session: Session, change: Partial<PqRatchet>): Session {
  return new Session({ ...session, pq: { ...session.pq, ...change } });
}

/** A pair whose next epoch is due with the next turn. */
export async function duePair(random: RandomBytes): Promise<SessionPair> {
  const { ada, grace } = await sessionPair(random);
  const steps = LIMITS.KEM_RATCHET_STEPS;
  return { ada: withPq(ada, { steps }), grace: withPq(grace, { steps }) };
}

/** One message from the first to the second; the plaintext is its one byte. */
export async function speak(from: Session, to: Session, random: RandomBytes) {
  const sealed = seal({ session: from, plaintext: Uint8Array.of(1), random });
  return { ...sealed, from: sealed.next, opened: await openOrFail(to, sealed.ciphertext, random) };
}

/** The sessions of the first epoch in each phase: Ada offers, Grace answers. */
export async function pairInPhase(kind: PqPhase['kind'], random: RandomBytes): Promise<SessionPair> {
  let { ada, grace } = await duePair(random);
  if (kind === 'idle') return { ada, grace };
  const early = await speak(ada, grace, random);
  const turn = await speak(early.opened.next, early.from, random);
  [grace, ada] = [turn.from, turn.opened.next];
  if (kind === 'offering') return { ada, grace };
  const offer = await speak(ada, grace, random);
  [ada, grace] = [offer.from, offer.opened.next];
  if (kind === 'answering') return { ada, grace };
  // Grace's answer is overtaken by a message without one, so that Ada has taken her turn when it comes.
  const answers = [0, 1, 2].map(() => {
    const sealed = seal({ session: grace, plaintext: Uint8Array.of(2), random });
    grace = sealed.next;
    return sealed.ciphertext;
  });
  for (const ciphertext of [answers[2], answers[0]]) {
    ada = (await openOrFail(ada, ciphertext ?? new Uint8Array(0), random)).next;
  }
  return { ada, grace };
}
