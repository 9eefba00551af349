/** The tables of specs/00 say what the code says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DECODE_CODES,
  LABELS,
  LIMIT_CODES,
  LIMITS,
  PAYLOAD_BUCKETS,
  UNAVAILABLE_CODES,
  USAGE_CODES,
  VERIFY_CODES,
} from '@sotto/wire';
import { describe, expect, test } from 'vitest';
import { REPOSITORY } from './sample-repository.ts';

const GLOSSARY = readFileSync(join(REPOSITORY, 'specs/00-glossary.md'), 'utf8');

/** Cells of the table whose first heading is `heading`, without its heading and rule. */
function table(page: string, heading: string): string[][] {
  const lines = page.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${heading} |`));
  if (start < 0) return [];
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  return lines.slice(start + 2, end).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim().replaceAll('`', '')),
  );
}

describe('the tables of specs/00', () => {
  test('can be read: a page without the table gives no rows', () => {
    expect(table('no table here', 'Name')).toEqual([]);
    expect(table('| Code | x |\n|---|---|\n| `a` | 1 |\n', 'Code')).toEqual([['a', '1']]);
  });

  test('give every error code with its family, and no other', () => {
    const families = {
      DecodeError: DECODE_CODES,
      VerifyError: VERIFY_CODES,
      UsageError: USAGE_CODES,
      LimitError: LIMIT_CODES,
      UnavailableError: UNAVAILABLE_CODES,
    };
    const inCode = Object.entries(families).flatMap(([family, codes]) => codes.map((code) => [code, family]));
    expect(table(GLOSSARY, 'Code').map(([code, family]) => [code, family])).toEqual(inCode);
  });

  test('A5, B11: give every label, and no other', () => {
    const labels = GLOSSARY.slice(GLOSSARY.indexOf('## 4.'), GLOSSARY.indexOf('## 5.'));
    expect(table(labels, 'Name').map(([name, label]) => [name, label])).toEqual(Object.entries(LABELS));
  });

  test('give every limit with its value, and no other', () => {
    const limits = GLOSSARY.slice(GLOSSARY.indexOf('## 5.'), GLOSSARY.indexOf('## 6.'));
    const inSpec = table(limits, 'Name').map(([name, value = '']) => [name, Number(value.replaceAll(',', ''))]);
    expect(inSpec).toEqual(Object.entries(LIMITS));
    expect(limits).toContain(
      `${PAYLOAD_BUCKETS.map((size) => size.toLocaleString('en-US')).join(', ')}`.replace(/, (\S+)$/, ' and $1'),
    );
  });

  test('say what each code, label and limit is for', () => {
    for (const heading of ['Code', 'Name']) {
      for (const row of table(GLOSSARY, heading)) expect(row.at(-1)).toMatch(/\w{3}/);
    }
  });
});
