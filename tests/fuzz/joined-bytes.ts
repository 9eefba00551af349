/**
 * Joining and comparing bytes for the machinery itself. It uses nothing of our packages between two readings of the
 * coverage: what the machinery runs would count as reached by the input.
 */

export function joinedBytes(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
