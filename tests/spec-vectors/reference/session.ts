/** Runs the vectors of sessions with the reference implementation. */
import { open, seal } from '../../reference/ratchet.ts';
import type { Session } from '../../reference/session.ts';
import { readSession, sessionBytes } from '../../reference/session-bytes.ts';
import { withFresh } from '../fresh-bytes.ts';
import { playScenario } from '../scenario.ts';
import { hex, type Runs } from '../vector.ts';

export const sessionRuns: Runs = {
  session(input) {
    return { session: hex(sessionBytes(readSession(input.hex('session')))) };
  },

  ratchet(input) {
    return playScenario<Session>(input, {
      read: readSession,
      bytes: sessionBytes,
      async seal(session, step) {
        const sealed = await withFresh(step.hex('fresh'), (draw) => seal(session, step.hex('plaintext'), draw));
        return { state: sealed.session, packet: sealed.packet };
      },
      async open(session, step) {
        const opened = await withFresh(step.hex('fresh'), (draw) =>
          open(session, step.hex('packet'), { draw, nowMs: step.number('now_ms') }),
        );
        return opened.kind === 'opened' ? { ...opened, state: opened.session } : opened;
      },
    });
  },
};
