/**
 * A thief who copies the state of one side or of both and listens from then on. For tests only.
 *
 * A copy follows its original by opening what the original opens. Whether it still knows what the two know shows in its
 * root key: the same one gives all chain keys of both directions. Two copies know no more than the better one of them:
 * both have the root key of the theft, and of what is made afterwards neither has a secret.
 */
import { equalBytes } from '@sotto/wire';
import { open } from '../open.ts';
import { platformProvider } from '../platform.node.ts';
import type { PqRatchet } from '../pq-ratchet.ts';
import type { CryptoProvider, RandomBytes, X25519KeyPair } from '../provider.ts';
import type { Session } from '../session.ts';
import type { Moment, Name } from './conversation.ts';

export interface Thief {
  /** Is told the secret ratchet key of every later step, as one is who can break X25519. KEM secrets remain unknown. */
  readonly breaksX25519: boolean;
  /** The thief's own randomness. */
  readonly random: RandomBytes;
}

export interface Theft {
  /** Root steps from the theft to the first one that the thief cannot follow. */
  readonly rootSteps: number;
  /** Messages of both sides that were sealed after the theft and that the thief could read. */
  readonly messages: number;
  /** Messages with material that were lost or overtaken, from the epoch under way at the theft until the end. */
  readonly delayedCarriers: number;
}

/** A provider whose key generation has the result that the original got. */
function knowing(ratchetKey: X25519KeyPair): CryptoProvider {
  return { ...platformProvider, x25519: { ...platformProvider.x25519, keyPair: () => ratchetKey } };
}

export interface Followed {
  /** The last state of the copy. */
  readonly copy: Session;
  /** The root step that it could not follow; undefined when it followed to the end. */
  readonly hiddenStep: number | undefined;
}

/** What becomes of a copy of the state of `name` after the first of the moments. */
export async function follow([first, ...later]: readonly Moment[], name: Name, thief: Thief): Promise<Followed> {
  if (first === undefined) throw new TypeError('no moment of theft');
  let copy = first.sessions[name];
  let { pq } = copy;
  for (const { delivered, sessions, steps } of later) {
    const original = sessions[name];
    // What neither turned the ratchet nor carried anything new teaches nothing.
    if (delivered === undefined || original.pq === pq) continue;
    pq = original.pq;
    const { message, nowMs } = delivered;
    const provider = thief.breaksX25519 ? knowing(original.ratchetKey) : platformProvider;
    const { ciphertext } = message;
    const attempt = open({ session: copy, ciphertext, random: thief.random, nowMs, provider });
    const opened = await attempt.catch(() => undefined);
    if (opened?.kind !== 'opened') return { copy, hiddenStep: message.step };
    copy = opened.next;
    if (!equalBytes(copy.rootKey, original.rootKey)) return { copy, hiddenStep: steps[name] };
  }
  return { copy, hiddenStep: undefined };
}

/** Every theft that the thief is shut out after before the end: at each moment, of each side and of both. */
export async function thefts(moments: readonly Moment[], thief: Thief): Promise<Theft[]> {
  // Between two changes of the post-quantum ratchet one copy is worth as much as another.
  const followed = new Map<PqRatchet, number | undefined>();
  const found: Theft[] = [];
  for (const [at, moment] of moments.entries()) {
    for (const name of ['ada', 'grace'] as const) {
      const { pq } = moment.sessions[name];
      if (!followed.has(pq)) followed.set(pq, (await follow(moments.slice(at), name, thief)).hiddenStep);
    }
    for (const names of [['ada'], ['grace'], ['ada', 'grace']] as const) {
      const hidden = names.map((name) => followed.get(moment.sessions[name].pq));
      if (hidden.every((step) => step !== undefined)) found.push(theft(moments, at, names, Math.max(...hidden)));
    }
  }
  return found;
}

function theft(moments: readonly Moment[], at: number, names: readonly Name[], hiddenStep: number): Theft {
  const [moment, ...later] = moments.slice(at);
  if (moment === undefined) throw new TypeError('no moment of theft');
  const { steps, sessions } = moment;
  const epoch = Math.min(...names.map((name) => sessions[name].pq.epoch));
  const sent = later.flatMap((each) => (each.sent ? [each.sent] : []));
  const delayed = moments.flatMap((each) => (each.delayed ? [each.delayed] : []));
  return {
    rootSteps: hiddenStep - Math.max(...names.map((name) => steps[name])),
    messages: sent.filter(({ step }) => step < hiddenStep).length,
    delayedCarriers: delayed.filter(({ step, carriesFor = 0 }) => step < hiddenStep && carriesFor > epoch).length,
  };
}
