/**
 * What one stream is told: the envelopes of its topics, oldest first (specs/06 §5).
 *
 * Everything that is pushed is read from the archive after the last position that the stream has taken, so order and
 * completeness need no care elsewhere: a new envelope only says that its topic is worth reading. One page is read at a
 * time, and none while the stream has no room.
 */
import type { DeliverySink } from '@sotto/network';
import type { Clock } from '@sotto/ports';
import { LIMITS, type Topic } from '@sotto/wire';
import type { ArchivedEnvelope, MailboxArchive } from './archive.ts';
import { byteKey } from './byte-key.ts';

interface FollowedTopic {
  readonly topic: Topic;
  /** Last position that the stream has taken. */
  cursor: number;
}

export interface SessionFeedOptions {
  readonly sink: DeliverySink;
  readonly archive: MailboxArchive;
  readonly clock: Clock;
}

export class SessionFeed {
  readonly #options: SessionFeedOptions;
  readonly #topics = new Map<string, FollowedTopic>();
  /** Topics that may hold something new, in the order they will be read. */
  readonly #unread = new Set<FollowedTopic>();
  #isReading = false;
  #hasRoom = true;

  constructor(options: SessionFeedOptions) {
    this.#options = options;
    options.sink.onDrain(() => {
      this.#hasRoom = true;
      this.#read();
    });
  }

  get size(): number {
    return this.#topics.size;
  }

  get topics(): readonly Topic[] {
    return [...this.#topics.values()].map(({ topic }) => topic);
  }

  /** By its `byteKey`. */
  topic(key: string): Topic | undefined {
    return this.#topics.get(key)?.topic;
  }

  follows(topic: Topic): boolean {
    return this.#topics.has(byteKey(topic));
  }

  /** Starts with the oldest envelope, also when the topic was followed before. */
  follow(topic: Topic): void {
    this.drop(topic);
    const followed = { topic, cursor: 0 };
    this.#topics.set(byteKey(topic), followed);
    this.#unread.add(followed);
    this.#read();
  }

  drop(topic: Topic): void {
    const followed = this.#topics.get(byteKey(topic));
    if (followed === undefined) return;
    this.#topics.delete(byteKey(topic));
    this.#unread.delete(followed);
  }

  /** There is something new in the topic. */
  notify(topic: Topic): void {
    const followed = this.#topics.get(byteKey(topic));
    if (followed === undefined) return;
    this.#unread.add(followed);
    this.#read();
  }

  /** Ends the stream. */
  end(): void {
    this.#topics.clear();
    this.#unread.clear();
    this.#options.sink.end();
  }

  #read(): void {
    if (this.#isReading) return;
    this.#isReading = true;
    // An archive that cannot be read: the client comes back later, or asks another mailbox.
    this.#readAll().catch(() => this.end());
  }

  async #readAll(): Promise<void> {
    try {
      while (this.#hasRoom) {
        const [followed] = this.#unread;
        if (followed === undefined) return;
        this.#unread.delete(followed);
        await this.#readPage(followed);
      }
    } finally {
      this.#isReading = false;
    }
  }

  async #readPage(followed: FollowedTopic): Promise<void> {
    const { archive, clock } = this.#options;
    const { envelopes, more } = await archive.page({
      topic: followed.topic,
      after: followed.cursor,
      limit: LIMITS.MAX_PAGE_ENVELOPES,
      maxBytes: LIMITS.MAX_PAGE_BYTES,
      nowMs: clock.nowMs(),
    });
    // Dropped, or followed from the start again, while the page was read.
    if (this.#topics.get(byteKey(followed.topic)) !== followed) return;
    const tookAll = envelopes.every((envelope) => this.#offer(followed, envelope));
    if (more || !tookAll) this.#unread.add(followed);
  }

  #offer(followed: FollowedTopic, { cursor, envelope }: ArchivedEnvelope): boolean {
    if (!this.#options.sink.offer({ topic: followed.topic, cursor, envelope })) {
      this.#hasRoom = false;
      return false;
    }
    followed.cursor = cursor;
    return true;
  }
}
