/** What the watching thread asks of the one that runs inputs, and what comes back. */
import type { CampaignReport } from './campaign.ts';
import type { Finding } from './finding.ts';

export interface Job {
  readonly target: string;
  /** Inputs that are run before anything is made of them. */
  readonly corpus: readonly Uint8Array[];
  readonly seed: string;
  /** 0: only the target's seeds and the corpus. */
  readonly maxInputs: number;
  /** Instead, for a target that is costly. */
  readonly maxCostlyInputs?: number | undefined;
  /** Wall-clock end of the campaign; absent: only the number of inputs ends it. */
  readonly seconds?: number | undefined;
  /** Whether to look at what runs, and whether that guides the search. */
  readonly coverage: 'none' | 'watched' | 'guides';
}

export type Message =
  | { readonly kind: 'reached'; readonly input: Uint8Array }
  | { readonly kind: 'done'; readonly report: JobReport };

export interface JobReport extends CampaignReport {
  /** Functions of our code that ran; none without coverage. */
  readonly functionNames: readonly string[];
  /** As the target says. */
  readonly covers: readonly string[];
  /** Of the replay before the campaign. */
  readonly replayed: number;
}

export interface JobOutcome extends Partial<JobReport> {
  readonly findings: readonly Finding[];
}
