/** The page of committed results: one section a benchmark, each replaced by the next run that is saved. */
import { cpus, platform, totalmem } from 'node:os';
import process from 'node:process';
import type { BenchRow } from './row.ts';
import { formatMarkdownTable } from './table.ts';

const INTRODUCTION = `# Benchmark results

Written by \`npm run bench -- <name> --save\`. The ratio is ours / peer, both measured in the same run on the same machine,
so it can be compared between machines; the figures themselves cannot.
`;

/** What kind of machine this is: processor, cores, memory, system and runtime. */
export function machineClass(): string {
  const processors = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const model = (processors[0]?.model ?? 'unknown processor').trim();
  return `${processors.length} × ${model}, ${memory} GiB, ${platform()}, Node ${process.versions.node}`;
}

export interface SavedRun {
  readonly name: string;
  readonly rows: readonly BenchRow[];
  readonly machine: string;
  /** `2026-11-21`. */
  readonly date: string;
}

function section({ name, rows, machine, date }: SavedRun): string {
  return `## ${name}

\`npm run bench -- ${name}\`, ${date}, ${machine}

${formatMarkdownTable(rows)}
`;
}

/** `page` with the section of this run in it: in place of its last one, or at the end. */
export function withSection(page: string, run: SavedRun): string {
  const [introduction = '', ...sections] = (page === '' ? INTRODUCTION : page).split(/^(?=## )/m);
  const fresh = section(run);
  const index = sections.findIndex((text) => text.startsWith(`## ${run.name}\n`));
  const next = index < 0 ? [...sections, fresh] : sections.with(index, fresh);
  return `${[introduction, ...next].map((text) => text.trimEnd()).join('\n\n')}\n`;
}
