/** Runs the vectors of sessions with `@sotto/crypto`. */
import { decodeSession, encodeSession, open, type Session, seal } from '@sotto/crypto';
import { withFresh } from '../fresh-bytes.ts';
import { playScenario } from '../scenario.ts';
import { hex, type Runs } from '../vector.ts';

export const ratchetRuns: Runs = {
  session(input) {
    return { session: hex(encodeSession(decodeSession(input.hex('session')))) };
  },

  ratchet(input) {
    return playScenario<Session>(input, {
      read: decodeSession,
      bytes: encodeSession,
      async seal(session, step) {
        const sealed = await withFresh(step.hex('fresh'), (random) =>
          seal({ session, plaintext: step.hex('plaintext'), random }),
        );
        return { state: sealed.next, packet: sealed.ciphertext };
      },
      async open(session, step) {
        const result = await withFresh(step.hex('fresh'), (random) =>
          open({ session, ciphertext: step.hex('packet'), random, nowMs: step.number('now_ms') }),
        );
        return result.kind === 'opened' ? { ...result, state: result.next } : result;
      },
    });
  },
};
