/**
 * Keeps the direction of a value that is put into a sentence from reordering the sentence around it (Unicode bidi
 * isolates). What is plain ASCII has no direction of its own and stays as it is.
 */
const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';
const ASCII = /^[\x20-\x7e]*$/;

export function isolate(value: string): string {
  return ASCII.test(value) ? value : `${FIRST_STRONG_ISOLATE}${value}${POP_ISOLATE}`;
}
