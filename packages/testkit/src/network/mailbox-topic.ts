/** One open topic of an in-memory mailbox: its keys, what it holds, and who is subscribed. */
import { type EnvelopeId, equalBytes, type Topic, TopicKind } from '@sotto/wire';

/** What the owner shows when a topic is opened: public halves only. */
export interface OpenedTopic {
  readonly topic: Topic;
  readonly kind: TopicKind;
  readonly salt: Uint8Array;
  readonly readKey: Uint8Array;
  readonly writeKey: Uint8Array;
}

export interface HeldEnvelope {
  readonly cursor: number;
  readonly id: EnvelopeId;
  readonly bytes: Uint8Array;
  readonly receivedAtMs: number;
  readonly expiresAtMs: number;
}

/** Somebody who is told of new envelopes. */
export interface TopicReader {
  push(topic: Topic, held: HeldEnvelope): void;
  /** Another reader took this topic over. */
  onReplaced(topic: Topic): void;
}

export class MailboxTopic {
  readonly opened: OpenedTopic;
  readonly readers = new Set<TopicReader>();
  #held: HeldEnvelope[] = [];
  #nextCursor = 1;

  constructor(opened: OpenedTopic) {
    this.opened = opened;
  }

  add(held: Omit<HeldEnvelope, 'cursor'>): HeldEnvelope {
    const stored = { ...held, cursor: this.#nextCursor++ };
    this.#held.push(stored);
    return stored;
  }

  find(id: EnvelopeId): HeldEnvelope | undefined {
    return this.#held.find((held) => equalBytes(held.id, id));
  }

  remove(ids: readonly EnvelopeId[]): void {
    this.#held = this.#held.filter((held) => !ids.some((id) => equalBytes(id, held.id)));
  }

  /** What is held at this time, oldest first; what has expired is deleted. */
  held(nowMs: number): readonly HeldEnvelope[] {
    this.#held = this.#held.filter((held) => held.expiresAtMs > nowMs);
    return this.#held;
  }

  /** Subscribes; a queue topic has one reader, so the one before is told and removed. True: there was one. */
  subscribe(reader: TopicReader): boolean {
    const others = this.opened.kind === TopicKind.QUEUE ? [...this.readers].filter((other) => other !== reader) : [];
    for (const other of others) {
      this.readers.delete(other);
      other.onReplaced(this.opened.topic);
    }
    this.readers.add(reader);
    return others.length > 0;
  }
}
