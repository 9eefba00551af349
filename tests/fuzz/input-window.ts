/**
 * The input that is running now, in memory that two threads share: when a thread hangs or dies, the other one can still
 * read what it was given.
 */

const HEADER_WORDS = 2;
const COUNT = 0;
const LENGTH = 1;

export class InputWindow {
  readonly #header: Int32Array;
  readonly #bytes: Uint8Array;

  constructor(buffer: SharedArrayBuffer) {
    this.#header = new Int32Array(buffer, 0, HEADER_WORDS);
    this.#bytes = new Uint8Array(buffer, HEADER_WORDS * 4);
  }

  static buffer(maxBytes: number): SharedArrayBuffer {
    return new SharedArrayBuffer(HEADER_WORDS * 4 + maxBytes);
  }

  /** Shows an input that is about to run. */
  show(input: Uint8Array): void {
    this.#bytes.set(input.subarray(0, this.#bytes.length));
    Atomics.store(this.#header, LENGTH, Math.min(input.length, this.#bytes.length));
    Atomics.add(this.#header, COUNT, 1);
  }

  /** How many inputs were shown; 0: none runs yet. */
  get count(): number {
    return Atomics.load(this.#header, COUNT);
  }

  current(): Uint8Array {
    return this.#bytes.slice(0, Atomics.load(this.#header, LENGTH));
  }
}
