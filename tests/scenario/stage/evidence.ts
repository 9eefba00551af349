/** The records that processes of a story leave: what devices sealed, and what mailboxes were given. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { SealingLine } from './sealing-record.ts';

const TAG_BYTES = 16;

/** Sealings by the tag of what they gave. */
export type Sealings = ReadonlyMap<string, SealingLine>;

export async function readSealings(paths: readonly string[]): Promise<Sealings> {
  const lines = (await readLines(paths)).map((line) => JSON.parse(line) as SealingLine);
  return new Map(lines.map((line) => [line.tag, line]));
}

/** Every different envelope, in the order of its first deposit. */
export async function readDeposits(paths: readonly string[]): Promise<readonly Buffer[]> {
  const texts = new Set(await readLines(paths));
  return [...texts].map((text) => Buffer.from(text, 'base64'));
}

/** The sealings whose results lie in these bytes as they are. */
export function sealingsIn(bytes: Buffer, sealings: Sealings): readonly SealingLine[] {
  const found: SealingLine[] = [];
  for (let start = 0; start + TAG_BYTES <= bytes.length; start++) {
    const line = sealings.get(bytes.toString('hex', start, start + TAG_BYTES));
    if (line !== undefined) found.push(line);
  }
  return found;
}

async function readLines(paths: readonly string[]): Promise<string[]> {
  const texts = await Promise.all(paths.filter((path) => existsSync(path)).map((path) => readFile(path, 'utf8')));
  // What stands after the last line ending was cut off by a kill.
  return texts.flatMap((text) => text.split('\n').slice(0, -1));
}
