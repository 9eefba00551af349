/** Protobuf's variable-length integers, honest and dishonest. */

/** The value at `offset` and where it ends; `undefined` when there is none within 10 bytes. */
export function readVarint(bytes: Uint8Array, offset: number): { value: bigint; end: number } | undefined {
  let value = 0n;
  for (let i = 0; i < 10; i++) {
    const byte = bytes[offset + i];
    if (byte === undefined) return undefined;
    value |= BigInt(byte & 0x7f) << BigInt(7 * i);
    if (byte < 0x80) return { value, end: offset + i + 1 };
  }
  return undefined;
}

/** `minimumBytes` above what is needed gives an overlong encoding. */
export function writeVarint(value: bigint, minimumBytes = 1): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push(Number(rest & 0x7fn));
    rest >>= 7n;
  } while (rest > 0n || bytes.length < minimumBytes);
  return Uint8Array.from(bytes, (byte, i) => (i < bytes.length - 1 ? byte | 0x80 : byte));
}
