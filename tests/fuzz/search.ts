/** One target's share of `npm run fuzz`: the guided search, and what is written down of it. */
import { type CorpusOrigin, keepInput, readCorpus } from './corpus.ts';
import type { Finding } from './finding.ts';
import { runIsolated } from './isolated.ts';

export interface SearchOptions {
  readonly target: string;
  /** Absent: only the number of inputs ends the search. */
  readonly seconds?: number;
  readonly maxInputs?: number;
  readonly seed: string;
  readonly folder?: string;
}

export interface SearchReport {
  readonly inputs: number;
  readonly accepted: number;
  /** Inputs that reached something new and were kept. */
  readonly found: number;
  /** Each with the path that it was written to. */
  readonly crashes: readonly (Finding & { readonly path: string })[];
}

/** An input that is larger than this is not worth its place in git. */
const MAX_KEPT_BYTES = 4_096;
const MAX_KEPT = 24;

export async function search(options: SearchOptions): Promise<SearchReport> {
  const { target, seconds, seed, folder, maxInputs = Number.MAX_SAFE_INTEGER } = options;
  const known = readCorpus(target, folder);
  const reached: Uint8Array[] = [];
  const corpus = known.map(({ input }) => input);
  const job = { target, corpus, seed, maxInputs, seconds, coverage: 'guides' } as const;
  const outcome = await runIsolated(job, { onReach: (input) => reached.push(input) });
  const write = (origin: CorpusOrigin, input: Uint8Array) => keepInput(target, origin, input, folder);
  const room = Math.max(0, MAX_KEPT - known.filter(({ origin }) => origin === 'found').length);
  const kept = reached.filter(({ length }) => length <= MAX_KEPT_BYTES).slice(0, room);
  for (const input of kept) write('found', input);
  const crashes = outcome.findings.map((finding) => ({ ...finding, path: write('crash', finding.input) }));
  return { inputs: outcome.inputs ?? 0, accepted: outcome.accepted ?? 0, found: kept.length, crashes };
}
