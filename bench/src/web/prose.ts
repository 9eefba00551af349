/** Texts that look like what people write, from a seed: few words are frequent and many are rare. */

const SYLLABLES =
  'ba be bi bo bu da de di do du fa fe fi ga go ha he hi ka ko la le li lo lu ma me mi mo na ne ni no nu pa pe pi po ra re ri ro ru sa se si so su ta te ti to tu va ve vi wa we wi za zo'.split(
    ' ',
  );
const WORDS = 8_000;
const MIN_WORDS = 3;
const MAX_WORDS = 20;

export class Prose {
  readonly #words: readonly string[];
  #state: number;

  constructor(seed: string) {
    this.#state = [...seed].reduce(
      (hash, character) => Math.imul(hash ^ character.charCodeAt(0), 16_777_619),
      2_166_136_261,
    );
    this.#words = Array.from({ length: WORDS }, () => this.#word());
  }

  /** xorshift: the same texts every time. Nothing secret depends on it. */
  below(bound: number): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>> 0) % bound;
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.below(256));
  }

  sentence(): string {
    const count = MIN_WORDS + this.below(MAX_WORDS - MIN_WORDS);
    return Array.from({ length: count }, () => this.#words[this.#rank()]).join(' ');
  }

  /** Of the words in use; the first ones are the most frequent. */
  word(rank: number): string {
    return this.#words[rank] ?? '';
  }

  #word(): string {
    return Array.from({ length: 2 + this.below(3) }, () => SYLLABLES[this.below(SYLLABLES.length)]).join('');
  }

  /** Zipf: how often a word is used falls with its rank. */
  #rank(): number {
    return Math.min(WORDS - 1, Math.floor(WORDS ** (this.below(1_000_000) / 1_000_000)) - 1);
  }
}
