/** What sealings and deposits of a story say together about the use of message keys (attack B8). */
import { readDeposits, readSealings, type Sealings, sealingsIn } from './evidence.ts';
import type { SealingLine } from './sealing-record.ts';

export interface KeyUse {
  /** Different envelopes that reached a mailbox. */
  readonly envelopes: number;
  /** Those of them that no recorded sealing explains; anything but 0 means that the record is not complete. */
  readonly unexplained: number;
  /** Keys whose sealed bytes left the device. */
  readonly keys: number;
  /** Keys under which different bytes were sealed that both left the device. */
  readonly reused: readonly string[];
}

/** Compares what was sealed by devices with what reached mailboxes. */
export async function keyUse(sealingFiles: readonly string[], depositFiles: readonly string[]): Promise<KeyUse> {
  const [sealings, envelopes] = await Promise.all([readSealings(sealingFiles), readDeposits(depositFiles)]);
  const found = envelopes.map((envelope) => sealingsIn(envelope, sealings));
  const left = new Set<SealingLine>();
  for (const line of found.flat()) addWithInside(line, sealings, left);
  const tagsOfKey = new Map<string, Set<string>>();
  for (const { key, tag } of left) tagsOfKey.set(key, (tagsOfKey.get(key) ?? new Set()).add(tag));
  return {
    envelopes: envelopes.length,
    unexplained: found.filter((lines) => lines.length === 0).length,
    keys: tagsOfKey.size,
    reused: [...tagsOfKey].filter(([, tags]) => tags.size > 1).map(([key]) => key),
  };
}

function addWithInside(line: SealingLine, sealings: Sealings, left: Set<SealingLine>): void {
  left.add(line);
  for (const tag of line.inside) {
    const inner = sealings.get(tag);
    if (inner !== undefined) addWithInside(inner, sealings, left);
  }
}
