/** What tests of the ratchet expect of a step. For tests only. */
import { expect } from 'vitest';
import type { Opened } from '../open.ts';
import { secretsOfPhase } from '../pq-ratchet.ts';
import type { RandomBytes } from '../provider.ts';
import { seal } from '../seal.ts';
import type { Session } from '../session.ts';
import { encodeSession } from '../session-codec.ts';
import { openOrFail, type SessionPair } from './devices.ts';

/** Expects that nothing about `session` changes while `attempt` runs. */
export async function leavesUnchanged(session: Session, attempt: () => Promise<void>): Promise<void> {
  const before = encodeSession(session);
  await attempt();
  expect(encodeSession(session)).toEqual(before);
}

/** `count` changes of direction: each side answers the other. */
export async function turns(pair: SessionPair, count: number, random: RandomBytes): Promise<SessionPair> {
  let { ada, grace } = pair;
  for (let i = 0; i < count; i++) {
    const fromAda = seal({ session: ada, plaintext: Uint8Array.of(1), random });
    const atGrace = await openOrFail(grace, fromAda.ciphertext, random);
    const fromGrace = seal({ session: atGrace.next, plaintext: Uint8Array.of(2), random });
    const atAda = await openOrFail(fromAda.next, fromGrace.ciphertext, random);
    ada = atAda.next;
    grace = fromGrace.next;
  }
  return { ada, grace };
}

/** Every secret that a session holds, as text. */
export function secretsOf(session: Session): Set<string> {
  const { rootKey, ratchetKey, sending, receiving, nextSendingHeaderKey, nextReceivingHeaderKey } = session;
  const secrets = [rootKey, ratchetKey.secretKey, sending.headerKey, sending.chainKey];
  secrets.push(nextSendingHeaderKey, nextReceivingHeaderKey, ...secretsOfPhase(session.pq.phase));
  for (const { headerKey, chainKey, skipped } of receiving) {
    secrets.push(headerKey, ...(chainKey ? [chainKey] : []), ...skipped.map((key) => key.messageKey));
  }
  return new Set(secrets.map((secret) => secret.join()));
}

/** Expects that what was consumed is what `before` held and the next session does not. */
export function expectExactlyConsumed(before: Session, { next, consumed }: Opened): void {
  const kept = secretsOf(next);
  const gone = [...secretsOf(before)].filter((secret) => !kept.has(secret));
  expect(consumed.map((secret) => secret.join()).sort()).toEqual(gone.sort());
}

export function skippedKeys(session: Session): number {
  return session.receiving.reduce((total, chain) => total + chain.skipped.length, 0);
}
