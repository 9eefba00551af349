/**
 * Topics that one stream may put to, because its write key was proved on it (specs/06 §4). Both ends keep such a list, the
 * mailbox to need no further proof, with what it knows of each topic; this is that of the client, to send none. Topics go by a name of the caller's choice.
 *
 * Bounded by MAX_WRITABLE_TOPICS: beyond, the one that was put to least recently is forgotten and has to be proved again.
 */
import { LIMITS } from './limits.ts';

export class WritableTopics {
  /** Least recently used first. */
  readonly #names = new Set<string>();

  get size(): number {
    return this.#names.size;
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  /** Adds the topic, or notes that it was put to. */
  add(name: string): void {
    this.#names.delete(name);
    this.#names.add(name);
    if (this.#names.size <= LIMITS.MAX_WRITABLE_TOPICS) return;
    const [oldest] = this.#names;
    if (oldest !== undefined) this.#names.delete(oldest);
  }

  delete(name: string): void {
    this.#names.delete(name);
  }
}
