/** Sessions at rest. */
import { decodeSession, encodeSession, open, type Session, seal } from '@sotto/crypto';
import { firstMessage, handshakeDevice, initiation, NOW_MS, randomFrom, sessionPair } from '../people.ts';
import { type FuzzTarget, must, mustEqual } from '../target.ts';

export async function openTarget(): Promise<FuzzTarget> {
  return {
    covers: ['crypto decodeSession', 'crypto encodeSession'],
    shape: 'bytes',
    maxBytes: 4_096,
    seeds: (await sessions()).map(encodeSession),
    run(input) {
      mustEqual(encodeSession(decodeSession(input)), input, 'a session has one encoding');
      return 'accepted';
    },
  };
}

/** One that waits for its first answer, two that talk, one with skipped messages of two chains. */
async function sessions(): Promise<Session[]> {
  const [ada, grace] = [await handshakeDevice('a'), await handshakeDevice('b')];
  const pending = await firstMessage(initiation(ada, grace, 'codec'), Uint8Array.of(1));
  const pair = await sessionPair('codec');
  return [pending.session, pair.ada, pair.grace, await withSkipped(pair.ada, pair.grace)];
}

async function withSkipped(sender: Session, receiver: Session): Promise<Session> {
  const random = randomFrom('skipped');
  let [from, to] = [sender, receiver];
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < 3; i++) {
      const { next, ciphertext } = seal({ session: from, plaintext: Uint8Array.of(i), random });
      from = next;
      if (i !== 2) continue;
      const result = await open({ session: to, ciphertext, random, nowMs: NOW_MS });
      must(result.kind === 'opened', 'the last of three messages opens');
      to = result.next;
    }
    const answer = seal({ session: to, plaintext: Uint8Array.of(9), random });
    const heard = await open({ session: from, ciphertext: answer.ciphertext, random, nowMs: NOW_MS });
    must(heard.kind === 'opened', 'an answer opens');
    [from, to] = [heard.next, answer.next];
  }
  return to;
}
