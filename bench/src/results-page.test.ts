import { describe, expect, test } from 'vitest';
import { withSection } from './results-page.ts';
import { benchRow } from './row.ts';
import { formatFigure, formatTable } from './table.ts';

const ROWS = [
  benchRow({ case: 'one-way 1 KiB', ours: 48.234, peer: 97, unit: 'µs' }),
  benchRow({ case: 'memory', ours: 120_400.6, unit: 'KiB' }),
];
const run = (name: string, date: string) => ({ name, rows: ROWS, machine: '2 × some processor', date });

describe('benchmark rows', () => {
  test('have the ratio ours / peer, or none without a peer', () => {
    expect(ROWS.map(({ peer, ratio }) => [peer, ratio])).toEqual([
      [97, 48.234 / 97],
      [null, null],
    ]);
  });

  test('line up in a table', () => {
    expect(formatTable(ROWS)).toBe(
      [
        'case              ours  peer  ratio  unit',
        'one-way 1 KiB     48.2    97   0.50  µs',
        'memory         120,401     –      –  KiB',
      ].join('\n'),
    );
  });

  test.each([
    [0.001234, '0.00123'],
    [999.4, '999'],
    [1_234_567.8, '1,234,568'],
    [null, '–'],
  ])('show %d as %s', (value, text) => {
    expect(formatFigure(value)).toBe(text);
  });
});

describe('the results page', () => {
  test('starts with an introduction and keeps one section a benchmark, in order of first saving', () => {
    const first = withSection(withSection('', run('ratchet', '2026-01-01')), run('mailbox', '2026-01-02'));
    const again = withSection(first, run('ratchet', '2026-01-03'));
    expect(again.startsWith('# Benchmark results\n')).toBe(true);
    expect(again.match(/^## .*$/gm)).toEqual(['## ratchet', '## mailbox']);
    expect(again).toContain('`npm run bench -- ratchet`, 2026-01-03, 2 × some processor');
    expect(again).not.toContain('2026-01-01');
    expect(again).toContain('| one-way 1 KiB | 48.2 | 97 | 0.50 | µs |');
  });

  test('does not change when the same run is saved twice', () => {
    const page = withSection('', run('ratchet', '2026-01-01'));
    expect(withSection(page, run('ratchet', '2026-01-01'))).toBe(page);
  });
});
