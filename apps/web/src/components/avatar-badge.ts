/**
 * The look of an account, drawn from its id: a tint and a ring of segments, the same on every device.
 *
 * It helps the eye. Somebody can make accounts until one looks like another, so it says nothing about who it is: safety
 * numbers do.
 */
export const TINTS = 8;
const SEGMENTS = 12;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

export interface Badge {
  /** 0 … TINTS − 1 */
  readonly tint: number;
  /** Which of the ring's segments are drawn. */
  readonly segments: readonly boolean[];
}

export function badgeOf(id: string): Badge {
  const mixed = mix(id);
  const bits = mix(`${id}.`);
  const segments = Array.from({ length: SEGMENTS }, (_, index) => ((bits >>> index) & 1) === 1);
  return { tint: mixed % TINTS, segments };
}

/** FNV-1a with a last stir: ids that differ in one letter differ in every bit. */
function mix(text: string): number {
  let hash = FNV_OFFSET;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), FNV_PRIME);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
