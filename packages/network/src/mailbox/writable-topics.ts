/**
 * Topics that one stream may put to, because its write key was proved on it (specs/06 §4). Both ends keep such a list: the
 * mailbox to need no further proof, the client to send none.
 *
 * Bounded by MAX_WRITABLE_TOPICS: beyond, the one that was put to least recently is forgotten and has to be proved again.
 */
import { LIMITS, type Topic } from '@sotto/wire';

export class WritableTopics {
  /** Least recently used first. */
  readonly #topics = new Set<string>();

  get size(): number {
    return this.#topics.size;
  }

  has(topic: Topic): boolean {
    return this.#topics.has(keyOf(topic));
  }

  /** Adds the topic, or notes that it was put to. */
  add(topic: Topic): void {
    const key = keyOf(topic);
    this.#topics.delete(key);
    this.#topics.add(key);
    if (this.#topics.size <= LIMITS.MAX_WRITABLE_TOPICS) return;
    const [oldest] = this.#topics;
    if (oldest !== undefined) this.#topics.delete(oldest);
  }

  delete(topic: Topic): void {
    this.#topics.delete(keyOf(topic));
  }
}

/** One character per byte. */
function keyOf(topic: Topic): string {
  return String.fromCharCode(...topic);
}
