/** Looks for many values at once in everything that a story left behind, in all forms in which they could have got there. */

export interface Needle {
  /** What to call it when it is found; never the value itself. */
  readonly name: string;
  readonly value: string | Uint8Array;
}

interface Form {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Long values are found by their beginning. */
const LONGEST_BYTES = 32;
/** Shorter forms would be found by chance. */
const SHORTEST_FORM_BYTES = 7;
/** Numbers of a printed array that are enough to recognise it. */
const PRINTED_NUMBERS = 8;

export class Needles {
  readonly count: number;
  readonly #byStart = new Map<number, Form[]>();
  /** Which first two bytes any form has: most places need no closer look. */
  readonly #starts = new Uint8Array(1 << 16);

  constructor(needles: readonly Needle[]) {
    this.count = needles.length;
    for (const form of needles.flatMap(formsOf)) {
      const start = form.bytes.readUInt32BE(0);
      this.#starts[start >>> 16] = 1;
      this.#byStart.set(start, [...(this.#byStart.get(start) ?? []), form]);
    }
  }

  /** The names of what lies in these bytes, each once. */
  in(haystack: Uint8Array): readonly string[] {
    const bytes = Buffer.from(haystack.buffer, haystack.byteOffset, haystack.byteLength);
    const found = new Set<string>();
    for (let at = 0; at + SHORTEST_FORM_BYTES <= bytes.length; at++) {
      if (this.#starts[bytes.readUInt16BE(at)] === 0) continue;
      for (const form of this.#byStart.get(bytes.readUInt32BE(at)) ?? []) {
        if (bytes.subarray(at, at + form.bytes.length).equals(form.bytes)) found.add(form.name);
      }
    }
    return [...found].sort();
  }
}

function formsOf({ name, value }: Needle): Form[] {
  const raw = Buffer.from(value as Uint8Array).subarray(0, LONGEST_BYTES);
  const texts = [
    raw.toString('hex'),
    raw.toString('hex').toUpperCase(),
    ...[0, 1, 2].flatMap((shift) => base64Inside(raw, shift)),
    ...[',', ', '].map((separator) => [...raw.subarray(0, PRINTED_NUMBERS)].join(separator)),
    ...(typeof value === 'string' ? [JSON.stringify(value).slice(1, -1), encodeURIComponent(value)] : []),
  ];
  const wide = typeof value === 'string' ? [Buffer.from(value, 'utf16le')] : [];
  return [raw, ...wide, ...texts.map((text) => Buffer.from(text))]
    .filter((bytes) => bytes.length >= SHORTEST_FORM_BYTES)
    .map((bytes) => ({ name, bytes }));
}

/** What base64 shows of a value that starts `shift` bytes after a multiple of three: the characters that are its alone. */
function base64Inside(value: Buffer, shift: number): string[] {
  const shifted = Buffer.concat([Buffer.alloc(shift), value]);
  const last = Math.floor((shifted.length * 8) / 6);
  return (['base64', 'base64url'] as const).map((form) =>
    shifted.toString(form).slice(shift === 0 ? 0 : shift + 1, last),
  );
}
