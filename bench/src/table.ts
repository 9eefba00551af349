/** Rows as text: a table for a terminal and one for a page. */
import type { BenchRow } from './row.ts';

const HEADINGS = ['case', 'ours', 'peer', 'ratio', 'unit'] as const;
const TEXT_COLUMNS = new Set([0, 4]);

/** Three significant digits, thousands separated: enough for figures that differ by a few percent from run to run. */
export function formatFigure(value: number | null): string {
  if (value === null) return '–';
  return value.toLocaleString('en-US', value < 1_000 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 0 });
}

function cells({ case: name, ours, peer, ratio, unit }: BenchRow): string[] {
  return [name, formatFigure(ours), formatFigure(peer), ratio === null ? '–' : ratio.toFixed(2), unit];
}

export function formatTable(rows: readonly BenchRow[]): string {
  const lines = [[...HEADINGS], ...rows.map(cells)];
  const widths = HEADINGS.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  const pad = (cell: string, column: number) => {
    const width = widths[column] ?? 0;
    return TEXT_COLUMNS.has(column) ? cell.padEnd(width) : cell.padStart(width);
  };
  return lines.map((line) => line.map(pad).join('  ').trimEnd()).join('\n');
}

export function formatMarkdownTable(rows: readonly BenchRow[]): string {
  const line = (values: readonly string[]) => `| ${values.join(' | ')} |`;
  const rule = HEADINGS.map((_, column) => (TEXT_COLUMNS.has(column) ? '---' : '---:'));
  return [line(HEADINGS), `|${rule.join('|')}|`, ...rows.map((row) => line(cells(row)))].join('\n');
}
