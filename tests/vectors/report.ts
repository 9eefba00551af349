/** Results of suites as rows, for scripts and for people. */
import type { Platform, SuiteResult } from './suite.ts';

export interface ReportRow {
  readonly name: string;
  readonly platform: Platform;
  readonly cases: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface PlatformResults {
  readonly platform: Platform;
  readonly results: readonly SuiteResult[];
}

export function reportRows(runs: readonly PlatformResults[]): readonly ReportRow[] {
  return runs.flatMap(({ platform, results }) =>
    results.map(({ name, cases, failed, skipped }) => ({ name, platform, cases, failed, skipped })),
  );
}

/** What failed, one line each, with suite and platform. */
export function failureLines(runs: readonly PlatformResults[]): readonly string[] {
  return runs.flatMap(({ platform, results }) =>
    results.flatMap(({ name, failures }) => failures.map((failure) => `${name} on ${platform}: ${failure}`)),
  );
}

/** One line a suite, with how many cases each platform checked; anything else than a full pass is spelt out. */
export function formatReport(runs: readonly PlatformResults[]): string {
  const names = [...new Set(runs.flatMap(({ results }) => results.map(({ name }) => name)))];
  const heading = ['suite', ...runs.map(({ platform }) => platform)];
  const lines = names.map((name) => [
    name,
    ...runs.map(({ results }) => cell(results.find((result) => result.name === name))),
  ]);
  const widths = heading.map((_, column) => Math.max(...[heading, ...lines].map((line) => line[column]?.length ?? 0)));
  return [heading, ...lines]
    .map((line) =>
      line.map((text, column) => (column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0))),
    )
    .map((line) => line.join('  '))
    .join('\n');
}

function cell(result: SuiteResult | undefined): string {
  if (result === undefined) return '–';
  const { cases, failed, skipped } = result;
  const notes = [...(failed > 0 ? [`${failed} FAILED`] : []), ...(skipped > 0 ? [`${skipped} skipped`] : [])];
  return notes.length > 0 ? `${cases} (${notes.join(', ')})` : String(cases);
}
