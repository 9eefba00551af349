/**
 * Labels and limits, read out of the tables of specs/00 §4 and §5, so that the reference implementation takes nothing
 * from the code it is compared with.
 */
import { readFileSync } from 'node:fs';
import { demand } from './refusal.ts';

const glossary = readFileSync(new URL('../../specs/00-glossary.md', import.meta.url), 'utf8');

function rows(pattern: RegExp): Map<string, string> {
  return new Map([...glossary.matchAll(pattern)].map((row) => [row[1] ?? '', row[2] ?? '']));
}

const labels = rows(/^\| (\w+) \| `(\S+)` \|/gm);
const limits = rows(/^\| ([A-Z][A-Z_]+) \| ([\d,]+) \|/gm);

/** The label of this name in specs/00 §4. */
export function label(name: string): string {
  const text = labels.get(name);
  demand(text !== undefined, 'no-such-label');
  return text;
}

/** The limit of this name in specs/00 §5. */
export function limit(name: string): number {
  const text = limits.get(name);
  demand(text !== undefined, 'no-such-limit');
  return Number(text.replaceAll(',', ''));
}
