/**
 * The search for inputs that break a rule. Guided: an input that reaches a block that none before reached joins the
 * pool that later inputs are made from. Unguided: the pool stays what it is.
 *
 * Counts inputs, never time, so that a seed gives the same campaign again; a deadline only ends it.
 */

import { type BlockCoverage, type Parts, runsAll } from './block-coverage.ts';
import type { Finding } from './finding.ts';
import { sameFault } from './finding.ts';
import { minimise } from './minimise.ts';
import { mutate } from './mutator.ts';
import { judge } from './oracle.ts';
import { SeededPrng } from './seeded-prng.ts';
import type { FuzzTarget } from './target.ts';

export interface CampaignOptions {
  readonly name: string;
  readonly target: FuzzTarget;
  /** Beside the target's own seeds. */
  readonly corpus: readonly Uint8Array[];
  readonly seed: string;
  /** New inputs to try, those of trimming and minimising included; the pool itself is run before. */
  readonly maxInputs: number;
  /** Ends the campaign early. */
  readonly isOver: () => boolean;
  /** Absent: unguided. */
  readonly coverage?: BlockCoverage | undefined;
  /** Called before every input, so that whoever watches knows what is running. */
  readonly onInput: (input: Uint8Array) => void;
  /** A smaller input that reaches something new. */
  readonly onReach: (input: Uint8Array) => void;
}

export interface CampaignReport {
  readonly inputs: number;
  readonly accepted: number;
  readonly poolSize: number;
  /** Each fault once, with the smallest input that was found for it. */
  readonly findings: readonly Finding[];
}

const MAX_FINDINGS = 8;
const MAX_POOL = 2_000;
const MAX_TRIM_TRIES = 24;
/** Reading the coverage costs more than most inputs, so that several share one reading. */
const BATCH = 8;
const NEWEST = 4;

interface Pooled {
  readonly input: Uint8Array;
  /** Inputs made from it. */
  children: number;
}

export async function runCampaign(options: CampaignOptions): Promise<CampaignReport> {
  return await new Campaign(options).run();
}

class Campaign {
  readonly #options: CampaignOptions;
  readonly #prng: SeededPrng;
  readonly #pool: Pooled[];
  readonly #findings: Finding[] = [];
  #inputs = 0;
  #accepted = 0;

  constructor(options: CampaignOptions) {
    this.#options = options;
    this.#prng = new SeededPrng(`fuzz ${options.name} ${options.seed}`);
    this.#pool = [...options.target.seeds, ...options.corpus].map((input) => ({ input, children: 0 }));
  }

  async run(): Promise<CampaignReport> {
    const { coverage, maxInputs, isOver } = this.#options;
    for (const { input } of this.#pool) await this.#try(input);
    if (coverage) coverage.learn(coverage.take());
    this.#inputs = 0;
    this.#accepted = 0;
    while (this.#inputs < maxInputs && this.#findings.length < MAX_FINDINGS && !isOver()) await this.#runBatch();
    return {
      inputs: this.#inputs,
      accepted: this.#accepted,
      poolSize: this.#pool.length,
      findings: this.#findings,
    };
  }

  async #runBatch(): Promise<void> {
    const { coverage } = this.#options;
    const batch: Uint8Array[] = [];
    for (let i = 0; i < BATCH; i++) {
      const input = this.#child();
      const finding = await this.#try(input);
      if (finding === undefined) batch.push(input);
      else await this.#report(finding);
    }
    if (coverage === undefined || coverage.news(coverage.take()).size === 0) return;
    // Which of them was it?
    for (const input of batch) {
      await this.#try(input);
      const reached = coverage.take();
      const news = coverage.news(reached);
      if (news.size === 0) continue;
      coverage.learn(reached);
      await this.#keep(coverage, input, news);
    }
  }

  #child(): Uint8Array {
    const { target } = this.#options;
    const { words = [] } = target;
    const parent = this.#parent();
    parent.children += 1;
    const pool = this.#pool.map(({ input }) => input);
    return mutate(parent.input, target, { prng: this.#prng, pool, words });
  }

  /** One of the newest, the one with the fewest children, or any: a third each. */
  #parent(): Pooled {
    const pool = this.#pool;
    if (pool.length === 0) return { input: new Uint8Array(0), children: 0 };
    switch (this.#prng.integer(0, 2)) {
      case 0:
        return this.#prng.pick(pool.slice(-NEWEST));
      case 1:
        return pool.reduce((least, each) => (each.children < least.children ? each : least));
      default:
        return this.#prng.pick(pool);
    }
  }

  async #try(input: Uint8Array): Promise<Finding | undefined> {
    const { name, target, onInput } = this.#options;
    this.#inputs += 1;
    onInput(input);
    const judged = await judge(name, target, input);
    if ('finding' in judged) return judged.finding;
    if (judged.verdict === 'accepted') this.#accepted += 1;
    return undefined;
  }

  async #report(finding: Finding): Promise<void> {
    if (this.#findings.some((known) => sameFault(known, finding))) return;
    const isSame = async (input: Uint8Array) => {
      const other = await this.#try(input);
      return other !== undefined && sameFault(other, finding);
    };
    this.#findings.push({ ...finding, input: await minimise(finding.input, isSame) });
    this.#options.coverage?.take();
  }

  /** Takes into the pool what is left of `input` when everything is gone that `news` do not need. */
  async #keep(coverage: BlockCoverage, input: Uint8Array, news: Parts): Promise<void> {
    const runsNews = async (candidate: Uint8Array) => {
      const finding = await this.#try(candidate);
      return finding === undefined && runsAll(coverage.take(), news);
    };
    const kept = { input: await minimise(input, runsNews, MAX_TRIM_TRIES), children: 0 };
    this.#options.onReach(kept.input);
    if (this.#pool.length < MAX_POOL) this.#pool.push(kept);
    else this.#pool[this.#prng.integer(0, MAX_POOL - 1)] = kept;
  }
}
