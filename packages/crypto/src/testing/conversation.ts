/** A conversation of two sessions over a network that delivers, holds back and loses; every event is kept. For tests only. */
import { equalBytes } from '@sotto/wire';
import { type OpenResult, open } from '../open.ts';
import { carriedMaterial } from '../pq-ratchet-material.ts';
import type { RandomBytes } from '../provider.ts';
import { seal } from '../seal.ts';
import type { Session } from '../session.ts';
import { mustBeOpened, type SessionPair, sessionPair } from './devices.ts';

export type Name = keyof SessionPair;

export interface Message {
  readonly from: Name;
  readonly plaintext: Uint8Array;
  readonly ciphertext: Uint8Array;
  /** The root step that its chain began with, counted from the handshake on. */
  readonly step: number;
  /** The epoch that it carries material for; undefined when it carries none. */
  readonly carriesFor: number | undefined;
}

/** What happened, with both sessions and the number of root steps each has taken after it. */
export interface Moment {
  readonly sent?: Message;
  /** Lost, or overtaken by a later message of its chain. */
  readonly delayed?: Message;
  readonly delivered?: { readonly message: Message; readonly to: Name; readonly nowMs: number };
  readonly sessions: SessionPair;
  readonly steps: Readonly<Record<Name, number>>;
}

export function other(name: Name): Name {
  return name === 'ada' ? 'grace' : 'ada';
}

export class Conversation {
  nowMs = 10_000;
  readonly moments: Moment[] = [];
  readonly #random: RandomBytes;
  #sessions: SessionPair;
  // A recipient has answered: two and three root steps have been taken.
  #steps: Readonly<Record<Name, number>> = { ada: 3, grace: 2 };

  constructor(sessions: SessionPair, random: RandomBytes) {
    this.#sessions = sessions;
    this.#random = random;
  }

  static async start(random: RandomBytes): Promise<Conversation> {
    return new Conversation(await sessionPair(random), random);
  }

  session(name: Name): Session {
    return this.#sessions[name];
  }

  /** Puts another value in place of a session: one that was restored, for example. */
  replace(name: Name, session: Session): void {
    this.#sessions = { ...this.#sessions, [name]: session };
  }

  send(from: Name, plaintext = Uint8Array.of(1)): Message {
    const session = this.#sessions[from];
    const carries = carriedMaterial(session.pq.phase, session.sending.next).kind !== 'none';
    const { next, ciphertext } = seal({ session, plaintext, random: this.#random });
    this.replace(from, next);
    const carriesFor = carries ? session.pq.epoch + 1 : undefined;
    const sent = { from, plaintext, ciphertext, step: this.#steps[from], carriesFor };
    this.#record({ sent });
    return sent;
  }

  /** Delivers a message, which need not be the next one, and which may be delivered again. */
  async deliver(message: Message): Promise<OpenResult> {
    const to = other(message.from);
    const before = this.#sessions[to];
    const { ciphertext } = message;
    const result = await open({ session: before, ciphertext, random: this.#random, nowMs: this.nowMs });
    if (result.kind !== 'opened') return result;
    this.replace(to, result.next);
    if (!equalBytes(before.ratchetKey.publicKey, result.next.ratchetKey.publicKey)) {
      this.#steps = { ...this.#steps, [to]: message.step + 1 };
    }
    this.#record({ delivered: { message, to, nowMs: this.nowMs } });
    return result;
  }

  /** Notes that a message does not come, or not before a later one of its chain. */
  delay(message: Message): void {
    this.#record({ delayed: message });
  }

  /** One side says so many things, and the other hears all of them at once. */
  async say(from: Name, count = 1): Promise<void> {
    const sent = Array.from({ length: count }, () => this.send(from));
    for (const message of sent) mustBeOpened(await this.deliver(message));
  }

  #record(event: Pick<Moment, 'sent' | 'delayed' | 'delivered'>): void {
    this.moments.push({ ...event, sessions: this.#sessions, steps: this.#steps });
  }
}
