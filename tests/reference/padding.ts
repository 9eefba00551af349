/** Sizes of payloads, and the padding that fills them (specs/05 §3). */
import { join } from './bytes.ts';
import { demand } from './refusal.ts';
import { limit } from './spec-tables.ts';

const SMALL_SIZES = [512, 1024, 2048, 4096] as const;
const MARKER = 0x80;

/** @throws `too-large` */
export function paddedSize(length: number): number {
  const small = SMALL_SIZES.find((size) => size >= length);
  if (small !== undefined) return small;
  const e = Math.floor(Math.log2(length));
  const s = Math.floor(Math.log2(e)) + 1;
  const step = 2 ** (e - s);
  const size = Math.ceil(length / step) * step;
  demand(size <= limit('MAX_PAYLOAD_BYTES'), 'too-large');
  return size;
}

/** `data` with marker and zeros, so that it and `overhead` bytes more have a bucket's size. */
export function padded(data: Uint8Array, overhead: number): Uint8Array {
  const size = paddedSize(data.length + 1 + overhead) - overhead;
  return join(data, Uint8Array.of(MARKER), new Uint8Array(size - data.length - 1));
}

/** @throws `malformed` */
export function unpadded(bytes: Uint8Array): Uint8Array {
  const marker = bytes.findLastIndex((byte) => byte !== 0);
  demand(bytes[marker] === MARKER, 'malformed');
  return bytes.slice(0, marker);
}
