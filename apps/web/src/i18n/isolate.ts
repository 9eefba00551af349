/**
 * Keeps the direction of a value that is put into a sentence from reordering the sentence around it (Unicode bidi
 * isolates). What is plain ASCII has no direction of its own and stays as it is. Marks of isolates inside of a value are left
 * out: one that closes would close ours.
 */
const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';
const ISOLATES = /[\u2066-\u2069]/g;
const ASCII = /^[\x20-\x7e]*$/;

export function isolate(value: string): string {
  return ASCII.test(value) ? value : `${FIRST_STRONG_ISOLATE}${value.replace(ISOLATES, '')}${POP_ISOLATE}`;
}
