/** A picture as PNG (ISO/IEC 15948): eight bits a channel, with opacity, nothing but the picture. */
import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const CHANNELS = 4;
const BIT_DEPTH = 8;
const TRUECOLOUR_WITH_ALPHA = 6;
const DEFLATE_LEVEL = 9;

/** `pixels`: red, green, blue and opacity of every pixel, row by row; `size` rows of `size` pixels. */
export function encodePng(size: number, pixels: Uint8Array): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, size);
  view.setUint32(4, size);
  header.set([BIT_DEPTH, TRUECOLOUR_WITH_ALPHA], 8);
  const rows = new Uint8Array(size * (size * CHANNELS + 1));
  for (let row = 0; row < size; row++) {
    const width = size * CHANNELS;
    // The byte before a row names its filter: none.
    rows.set(pixels.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  }
  const data = deflateSync(rows, { level: DEFLATE_LEVEL });
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', new Uint8Array())]);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}
