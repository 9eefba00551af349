/** Bytes as a map key: one character each. For memory only; text for people is `formatHex`. */
export function byteKey(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}
