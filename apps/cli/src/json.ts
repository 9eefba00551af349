/**
 * JSON for standard output: one value, one line, harmless on a terminal (attack G2).
 *
 * JSON escapes C0 controls by itself; DEL, C1 controls, bidirectional and other invisible characters are escaped here, so
 * that a value chosen by another person cannot act on the terminal that shows it. Parsing gives the exact value back.
 */

const UNSAFE = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

function escapeUnits(character: string): string {
  let escaped = '';
  for (let i = 0; i < character.length; i++) {
    escaped += `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
  }
  return escaped;
}

/** Encodes `value` as one line without line ending. */
export function encodeJson(value: unknown): string {
  return JSON.stringify(value).replace(UNSAFE, escapeUnits);
}
