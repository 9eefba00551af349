/** Names of people: safe to show and to type, and comparable (specs/08 §8; attacks C10, G2). */
import { LIMITS } from '@sotto/wire';

// Controls, format characters (bidirectional and zero-width), surrogates, private use, and line and paragraph ends.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;
const UNNAMED = 'unnamed';
/** More than this of a name is not even looked at. */
const MAX_RAW_LENGTH = 1_024;

/** A name without control or format characters, with single spaces, of at most MAX_NAME_BYTES. Never empty. */
export function cleanName(text: string): string {
  const printable = text
    .slice(0, MAX_RAW_LENGTH)
    .replaceAll(/\s/g, ' ')
    .replaceAll(UNPRINTABLE, '')
    // What stood between a letter and its accent is gone only now.
    .normalize('NFC')
    .replaceAll(/ +/g, ' ')
    .trim();
  return cut(printable, LIMITS.MAX_NAME_BYTES) || UNNAMED;
}

/** The name of another contact that would be called the same. */
export function numberedName(name: string, number: number): string {
  const suffix = `-${number}`;
  return cut(name, LIMITS.MAX_NAME_BYTES - suffix.length) + suffix;
}

/** Two names with the same folded form count as one: without case, in one Unicode form. As the store compares them. */
export function foldName(name: string): string {
  return name.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
}

/** As many whole characters as fit into `maxBytes` of UTF-8. */
function cut(text: string, maxBytes: number): string {
  const encoder = new TextEncoder();
  let kept = '';
  let bytes = 0;
  for (const character of text) {
    bytes += encoder.encode(character).length;
    if (bytes > maxBytes) break;
    kept += character;
  }
  return kept.trimEnd();
}
