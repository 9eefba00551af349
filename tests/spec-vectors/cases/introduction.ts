/** A session that has just started: the initiator with its first message, and the recipient that accepted it. */
import type { InitialFields, Setting, Step } from '../../differential/implementation.ts';
import { reference } from '../../differential/reference-implementation.ts';
import type { Session } from '../../reference/session.ts';
import { NOW_MS, setting } from './people.ts';

export interface Introduction {
  readonly setting: Setting;
  /** Before its first message. */
  readonly start: Session;
  /** After it. */
  readonly initiator: Session;
  readonly recipient: Session;
  readonly used: InitialFields;
  readonly packet: Uint8Array;
  readonly plaintext: Uint8Array;
}

/** The seed of the initiation is `initiation <seed>`, that of the acceptance `acceptance <seed>`. */
export async function introduce(seed: string, withOneTimePrekey: boolean): Promise<Introduction> {
  const people = setting(seed, withOneTimePrekey);
  const step = (name: string): Step => ({ seed: `vector ${name} ${seed}`, nowMs: NOW_MS });
  const start = await reference.initiate(people, step('initiation'));
  const plaintext = new TextEncoder().encode('Good morning, Grace');
  const { state: initiator, message } = reference.seal(start, plaintext, `vector first ${seed}`);
  const accepted = await reference.accept(people, message, step('acceptance'));
  const { initial: used, packet } = message;
  if (accepted.kind !== 'opened' || used === undefined) throw new TypeError('the reference accepts its own message');
  return { setting: people, start, initiator, recipient: accepted.state, used, packet, plaintext };
}
