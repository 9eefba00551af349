/** Which streams follow which topics: one for a queue, many for a log (specs/06 §5; attack E9). */
import { type Topic, TopicKind } from '@sotto/wire';
import { byteKey } from './byte-key.ts';
import type { SessionFeed } from './session-feed.ts';

export class Subscribers {
  readonly #feeds = new Map<string, Set<SessionFeed>>();

  /** Topics that are followed now. */
  get size(): number {
    return this.#feeds.size;
  }

  /** The same topics by name. */
  topics(): Topic[] {
    const topics: Topic[] = [];
    for (const [key, feeds] of this.#feeds) {
      const [feed] = feeds;
      const topic = feed?.topic(key);
      if (topic !== undefined) topics.push(topic);
    }
    return topics;
  }

  /**
   * Lets `feed` follow the topic from its oldest envelope. A queue has one reader: the one before is replaced, and its
   * stream ends when nothing is left to it, so that both sides notice.
   */
  add(feed: SessionFeed, { topic, kind }: { readonly topic: Topic; readonly kind: TopicKind }): { replaced: boolean } {
    const key = byteKey(topic);
    const feeds = this.#feeds.get(key) ?? new Set<SessionFeed>();
    const others = kind === TopicKind.QUEUE ? [...feeds].filter((other) => other !== feed) : [];
    for (const other of others) {
      feeds.delete(other);
      this.#takeAway(other, topic);
    }
    feeds.add(feed);
    this.#feeds.set(key, feeds);
    feed.follow(topic);
    return { replaced: others.length > 0 };
  }

  /** There is something new in the topic. `name`: its `byteKey`. */
  notify(topic: Topic, name: string): void {
    for (const feed of this.#feeds.get(name) ?? []) feed.notify(topic);
  }

  /** The stream is gone. */
  remove(feed: SessionFeed): void {
    for (const topic of feed.topics) {
      const key = byteKey(topic);
      const feeds = this.#feeds.get(key);
      feeds?.delete(feed);
      if (feeds?.size === 0) this.#feeds.delete(key);
      feed.drop(topic);
    }
  }

  /** The topic is gone. */
  close(topic: Topic): void {
    const feeds = this.#feeds.get(byteKey(topic)) ?? [];
    this.#feeds.delete(byteKey(topic));
    for (const feed of feeds) feed.drop(topic);
  }

  #takeAway(feed: SessionFeed, topic: Topic): void {
    feed.drop(topic);
    if (feed.size === 0) feed.end();
  }
}
