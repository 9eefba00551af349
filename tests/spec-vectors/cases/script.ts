/** One device's part in a conversation, written down step by step as the input of a `ratchet` vector. */
import { open, seal } from '../../reference/ratchet.ts';
import { Refusal } from '../../reference/refusal.ts';
import type { Session } from '../../reference/session.ts';
import { sessionBytes } from '../../reference/session-bytes.ts';
import { recorder } from '../fresh-bytes.ts';
import { hex, type JsonObject } from '../vector.ts';
import { introduce } from './introduction.ts';
import { NOW_MS } from './people.ts';

export class Script {
  session: Session;
  readonly #start: Session;
  readonly #steps: JsonObject[] = [];
  readonly #recorder;

  constructor(session: Session, seed: string) {
    this.session = session;
    this.#start = session;
    this.#recorder = recorder(seed);
  }

  seal(plaintext: string): Uint8Array {
    const bytes = new TextEncoder().encode(plaintext);
    const sealed = seal(this.session, bytes, this.#recorder.draw);
    this.session = sealed.session;
    this.#steps.push({ do: 'seal', plaintext: hex(bytes), fresh: this.#recorder.taken() });
    return sealed.packet;
  }

  /** A message that cannot be sealed any more. */
  plan(plaintext: string): void {
    this.#steps.push({ do: 'seal', plaintext: hex(new TextEncoder().encode(plaintext)), fresh: '' });
  }

  /** Whatever comes of it; a refusal leaves the session as it was and must be the last step. */
  open(packet: Uint8Array, nowMs = NOW_MS): this {
    const step = { do: 'open', packet: hex(packet), now_ms: nowMs };
    try {
      const opened = open(this.session, packet, { draw: this.#recorder.draw, nowMs });
      if (opened.kind === 'opened') this.session = opened.session;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
    this.#steps.push({ ...step, fresh: this.#recorder.taken() });
    return this;
  }

  /** The input of a vector: the session at the start, and every step. */
  input(): JsonObject {
    return { session: hex(sessionBytes(this.#start)), steps: [...this.#steps] };
  }

  /** A script that starts where this one is. */
  fork(seed: string): Script {
    return new Script(this.session, seed);
  }
}

export interface Talk {
  ada: Script;
  grace: Script;
}

/** Two scripts of a session that was just accepted. Ada, who started it, has not heard back yet. */
export async function newTalk(seed: string, withOneTimePrekey = true): Promise<Talk> {
  const { initiator, recipient } = await introduce(seed, withOneTimePrekey);
  return { ada: new Script(initiator, `ada ${seed}`), grace: new Script(recipient, `grace ${seed}`) };
}

/** Rounds of one message each way, Grace first; the scripts go on from there as new ones. */
export function afterRounds({ ada, grace }: Talk, rounds: number, seed: string): Talk {
  for (let round = 0; round < rounds; round += 1) {
    ada.open(grace.seal('and you?'));
    grace.open(ada.seal('well'));
  }
  return { ada: ada.fork(`ada later ${seed}`), grace: grace.fork(`grace later ${seed}`) };
}
