/**
 * Recovery words: 12 words of the BIP-39 English list that stand for the recovery key of an account (specs/01 §3).
 *
 * Owns the words and the way from words to the key. Must not know: what the key signs. The words are the secret: no
 * error names one.
 */

import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { hashLabelled, type KeyPair, type RandomBytes, signingKeyPair } from '@sotto/crypto';
import { LABELS, UsageError } from '@sotto/wire';

const ENTROPY_BYTES = 16;
const WORD_COUNT = 12;
const MAX_INPUT_CHARS = 1_024;
const KNOWN_WORDS: ReadonlySet<string> = new Set(wordlist);

/** 12 words from 16 fresh random bytes, separated by single spaces. */
export function createRecoveryWords(random: RandomBytes): string {
  const entropy = random(ENTROPY_BYTES);
  try {
    return entropyToMnemonic(entropy, wordlist);
  } finally {
    entropy.fill(0);
  }
}

/**
 * The Ed25519 recovery key of `words`. Case, surrounding space and line breaks do not matter.
 *
 * The seed is a labelled hash of the 128 random bits behind the words; they need no stretching, because a person does
 * not choose them.
 * @throws {UsageError} `invalid-argument` when it is not 12 words of the list with the right checksum; `facts.word` is
 *   the position of a word that is not in the list
 */
export function recoveryKey(words: string): KeyPair {
  const entropy = entropyOf(words);
  const seed = hashLabelled(LABELS.recoveryKey, entropy);
  entropy.fill(0);
  try {
    return signingKeyPair(seed);
  } finally {
    seed.fill(0);
  }
}

/** What is wrong with recovery words, or nothing. `unknown`: places of words that are not in the list, from 1. */
export type RecoveryWordsFault =
  | { readonly kind: 'wrong-count'; readonly count: number; readonly unknown: readonly number[] }
  | { readonly kind: 'unknown-words'; readonly unknown: readonly number[] }
  /** Every word exists, and together they are nobody's. */
  | { readonly kind: 'wrong-checksum' };

/** What a person must look at before the words can be used; `undefined` when they are well formed. */
export function recoveryWordsFault(words: string): RecoveryWordsFault | undefined {
  const list = split(words);
  const unknown = list.flatMap((word, index) => (KNOWN_WORDS.has(word) ? [] : [index + 1]));
  if (list.length !== WORD_COUNT) return { kind: 'wrong-count', count: list.length, unknown };
  if (unknown.length > 0) return { kind: 'unknown-words', unknown };
  const entropy = decode(list);
  entropy?.fill(0);
  return entropy === undefined ? { kind: 'wrong-checksum' } : undefined;
}

function entropyOf(words: string): Uint8Array {
  const list = split(words);
  if (list.length !== WORD_COUNT) throw refused({}, `Type all ${WORD_COUNT} words, separated by spaces.`);
  const unknown = list.findIndex((word) => !KNOWN_WORDS.has(word));
  if (unknown >= 0) {
    throw refused({ word: unknown + 1 }, `Word ${unknown + 1} is not one that Sotto uses. Check its spelling.`);
  }
  const entropy = decode(list);
  if (entropy !== undefined) return entropy;
  throw refused({}, 'Each word exists, but not together. Check their order, and that none was mistaken for another.');
}

/** Empty for no words, and for more text than words can be. */
function split(words: string): string[] {
  if (words.length > MAX_INPUT_CHARS) return [];
  return words
    .normalize('NFKD')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}

/** `undefined` for a wrong checksum: the library's error may quote its input, so nothing of it is kept. */
function decode(list: readonly string[]): Uint8Array | undefined {
  try {
    return mnemonicToEntropy(list.join(' '), wordlist);
  } catch {
    return undefined;
  }
}

function refused(facts: Record<string, number>, hint: string): UsageError {
  return new UsageError('invalid-argument', 'not valid recovery words', { facts, hint });
}
