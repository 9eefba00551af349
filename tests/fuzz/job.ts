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
  /** Wall-clock end of the campaign; absent: only the number of inputs ends it. */
  readonly seconds?: number | undefined;
  readonly guided: boolean;
}

export type Message =
  | { readonly kind: 'reached'; readonly input: Uint8Array }
  | { readonly kind: 'done'; readonly report: JobReport };

export interface JobReport extends CampaignReport {
  /** Functions of our code that ran; only of a guided job. */
  readonly functionNames: readonly string[];
  /** Of the replay before the campaign. */
  readonly replayed: number;
}

export interface JobOutcome extends Partial<JobReport> {
  readonly findings: readonly Finding[];
}
