/**
 * Whether the text of an error tells what it must not: bytes of the input, or a key (specs/00 §3; attack G7).
 *
 * An error text is everything that a log could print of it: messages, hints and facts, down the chain of causes.
 */
import { SottoError } from '@sotto/wire';

/** Shorter pieces of an input appear in fixed texts by accident. */
const WINDOW = 8;
const MAX_PIECES = 6;
const MAX_CAUSES = 8;

export function errorText(error: unknown): string {
  const parts: string[] = [];
  let current = error;
  for (let depth = 0; current !== undefined && depth < MAX_CAUSES; depth++) {
    if (!(current instanceof Error)) return [...parts, String(current)].join('\n');
    parts.push(current.name, current.message);
    if (current instanceof SottoError) parts.push(current.hint ?? '', JSON.stringify(current.facts));
    current = current.cause;
  }
  return parts.join('\n');
}

/** The forms in which bytes could stand in a text. */
function spellings(bytes: Uint8Array): string[] {
  const buffer = Buffer.from(bytes);
  return [buffer.toString('latin1'), buffer.toString('hex'), buffer.toString('base64'), buffer.toString('base64url')];
}

export function showsSecret(text: string, secrets: readonly Uint8Array[]): boolean {
  return secrets.some((secret) => spellings(secret).some((spelling) => text.includes(spelling)));
}

/**
 * Pieces of `input` that stand in `text`, as they are or in hexadecimal, at most MAX_PIECES of them. Fixed texts may hold
 * one by accident: the caller tries again with the piece `exchanged`.
 */
export function sharedPieces(text: string, input: Uint8Array): Uint8Array[] {
  const windows = new Set<string>();
  for (let start = 0; start + WINDOW <= text.length; start++) windows.add(text.slice(start, start + WINDOW));
  const plain = Buffer.from(input).toString('latin1');
  const pieces: Uint8Array[] = [];
  for (let start = 0; start + WINDOW <= input.length && pieces.length < MAX_PIECES; ) {
    const piece = input.subarray(start, start + WINDOW);
    const isShared = windows.has(plain.slice(start, start + WINDOW)) || hasHex(text, windows, piece);
    if (isShared) pieces.push(piece);
    start += isShared ? WINDOW : 1;
  }
  return pieces;
}

/** The window first: most pieces are in no text, and searching a text for each would cost its length. */
function hasHex(text: string, windows: ReadonlySet<string>, piece: Uint8Array): boolean {
  return windows.has(hex(piece.subarray(0, WINDOW / 2))) && text.includes(hex(piece));
}

/** The same input with every letter and digit of `piece` exchanged, wherever it stands, and what became of the piece. */
export function exchanged(input: Uint8Array, piece: Uint8Array): { input: Uint8Array; piece: Uint8Array } {
  const other = piece.map(exchangedByte);
  const bytes = Buffer.from(input);
  for (let at = bytes.indexOf(piece); at >= 0; at = bytes.indexOf(piece, at + piece.length)) bytes.set(other, at);
  return { input: new Uint8Array(bytes), piece: other };
}

function exchangedByte(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return 0x30 + ((byte - 0x30 + 3) % 10);
  if (byte >= 0x41 && byte <= 0x5a) return 0x41 + ((byte - 0x41 + 7) % 26);
  if (byte >= 0x61 && byte <= 0x7a) return 0x61 + ((byte - 0x61 + 7) % 26);
  return byte;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
