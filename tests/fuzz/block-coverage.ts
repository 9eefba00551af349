/**
 * Which blocks of our code ran: the feedback of the guided search.
 *
 * V8's precise block coverage of this thread, read through `node:inspector`. V8 names the ranges of a function that did
 * not run; a block is new when an input runs what was in such a range for every input before. What counts is our own
 * source and the libraries that decode for us.
 */
import { type Profiler, Session } from 'node:inspector';
import { common, minus, type SourceRange } from './source-range.ts';

/** Not the testkit: the machinery draws from it. */
const COUNTED =
  /\/(packages|apps)\/(?!testkit\/)[^/]+\/src\/|\/@bufbuild\/protobuf\/|\/@scure\/|\/tests\/fuzz\/planted\//;

interface RunFunction {
  readonly name: string;
  readonly range: SourceRange;
  /** Parts that did not run. */
  readonly skipped: readonly SourceRange[];
}

/** The functions that ran, by script and place. */
export type Reached = ReadonlyMap<string, RunFunction>;
/** Parts of functions. */
export type Parts = ReadonlyMap<string, readonly SourceRange[]>;

interface Posting {
  post(
    method: string,
    parameters: object,
    callback: (error: Error | null, result: Profiler.TakePreciseCoverageReturnType) => void,
  ): void;
}

export class BlockCoverage {
  readonly #session = new Session();
  /** Parts of the functions that ran that no input ran. */
  readonly #never = new Map<string, readonly SourceRange[]>();
  readonly #names = new Set<string>();

  constructor() {
    this.#session.connect();
    this.#post('Profiler.enable', {});
    this.#post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** What ran since the last call. */
  take(): Reached {
    const reached = new Map<string, RunFunction>();
    for (const { scriptId, url, functions } of this.#post('Profiler.takePreciseCoverage', {}).result) {
      if (!COUNTED.test(url)) continue;
      for (const { functionName: name, ranges } of functions) {
        const [whole, ...blocks] = ranges;
        if (whole === undefined || whole.count === 0) continue;
        const range = { start: whole.startOffset, end: whole.endOffset };
        reached.set(`${scriptId}:${range.start}`, { name, range, skipped: skippedParts(blocks) });
      }
    }
    return reached;
  }

  /** What `reached` ran that no input ran before. */
  news(reached: Reached): Parts {
    const news = new Map<string, readonly SourceRange[]>();
    for (const [key, { range, skipped }] of reached) {
      const parts = minus(this.#never.get(key) ?? [range], skipped);
      if (parts.length > 0) news.set(key, parts);
    }
    return news;
  }

  /** Counts `reached` as run before. */
  learn(reached: Reached): void {
    for (const [key, { name, skipped }] of reached) {
      this.#names.add(name);
      const before = this.#never.get(key);
      this.#never.set(key, before === undefined ? skipped : common(before, skipped));
    }
  }

  /** Names of the functions that ever ran. */
  get functionNames(): readonly string[] {
    return [...this.#names].sort();
  }

  close(): void {
    this.#session.disconnect();
  }

  /** Posting to one's own thread answers before it returns. */
  #post(method: string, parameters: object): Profiler.TakePreciseCoverageReturnType {
    const answers: Profiler.TakePreciseCoverageReturnType[] = [];
    (this.#session as Posting).post(method, parameters, (error, result) => {
      if (error !== null) throw error;
      answers.push(result);
    });
    const [answer] = answers;
    if (answer === undefined) throw new TypeError(`${method} did not answer at once`);
    return answer;
  }
}

/** V8 nests ranges: a part that ran may lie inside one that did not, and the inner one decides. */
function skippedParts(blocks: readonly Profiler.CoverageRange[]): readonly SourceRange[] {
  let skipped: SourceRange[] = [];
  for (const { startOffset: start, endOffset: end, count } of blocks) {
    skipped = minus(skipped, [{ start, end }]);
    if (count === 0) skipped.push({ start, end });
  }
  return skipped;
}

/** Whether `reached` ran all of `parts`. */
export function runsAll(reached: Reached, parts: Parts): boolean {
  return [...parts].every(([key, ranges]) => {
    const found = reached.get(key);
    return found !== undefined && common(ranges, found.skipped).length === 0;
  });
}
