/** What sealings and deposits of a story say together about the use of message keys (attack B8). */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { SealingLine } from './sealing-record.ts';

const TAG_BYTES = 16;

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
export async function keyUse(sealings: readonly string[], deposits: readonly string[]): Promise<KeyUse> {
  const lines = (await linesOf(sealings)).map((line) => JSON.parse(line) as SealingLine);
  const byTag = new Map(lines.map((line) => [line.tag, line]));
  const envelopes = new Set(await linesOf(deposits));
  const left = new Set<SealingLine>();
  let unexplained = 0;
  for (const text of envelopes) {
    const found = sealingsIn(Buffer.from(text, 'base64'), byTag);
    if (found.length === 0) unexplained += 1;
    for (const line of found) addWithInside(line, byTag, left);
  }
  const tagsOfKey = new Map<string, Set<string>>();
  for (const { key, tag } of left) tagsOfKey.set(key, (tagsOfKey.get(key) ?? new Set()).add(tag));
  const reused = [...tagsOfKey].filter(([, tags]) => tags.size > 1).map(([key]) => key);
  return { envelopes: envelopes.size, unexplained, keys: tagsOfKey.size, reused };
}

async function linesOf(paths: readonly string[]): Promise<string[]> {
  const texts = await Promise.all(paths.filter((path) => existsSync(path)).map((path) => readFile(path, 'utf8')));
  // What stands after the last line ending was cut off by a kill.
  return texts.flatMap((text) => text.split('\n').slice(0, -1));
}

function sealingsIn(envelope: Buffer, byTag: ReadonlyMap<string, SealingLine>): SealingLine[] {
  const found: SealingLine[] = [];
  for (let start = 0; start + TAG_BYTES <= envelope.length; start++) {
    const line = byTag.get(envelope.toString('hex', start, start + TAG_BYTES));
    if (line !== undefined) found.push(line);
  }
  return found;
}

function addWithInside(line: SealingLine, byTag: ReadonlyMap<string, SealingLine>, left: Set<SealingLine>): void {
  left.add(line);
  for (const tag of line.inside) {
    const inner = byTag.get(tag);
    if (inner !== undefined) addWithInside(inner, byTag, left);
  }
}
