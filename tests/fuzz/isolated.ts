/**
 * Runs jobs in a thread of their own and watches it: an input that takes too much processor time, never settles, or kills
 * the thread is a finding with that very input.
 *
 * The bound is on processor time of the whole process, which a busy machine does not shorten, and a much larger one on
 * wall-clock time for what waits for ever.
 */
import process from 'node:process';
import { Worker } from 'node:worker_threads';
import type { FindingKind } from './finding.ts';
import { InputWindow } from './input-window.ts';
import type { Job, JobOutcome, Message } from './job.ts';

export interface Bounds {
  /** Processor time of one input. */
  readonly cpuMs: number;
  /** Wall-clock time of one input that does nothing. */
  readonly wallMs: number;
  /** Heap of the thread. */
  readonly heapMegabytes: number;
}

export const BOUNDS: Bounds = { cpuMs: 10_000, wallMs: 60_000, heapMegabytes: 512 };

/** How Node ends a thread that waits for a promise while nothing is left that could settle it. */
const UNSETTLED = 13;
const WATCH_INTERVAL_MS = 200;
const MAX_INPUT_BYTES = 1_048_576;
const THREAD = new URL('./thread.ts', import.meta.url);

export interface IsolatedOptions {
  readonly bounds?: Bounds;
  readonly onReach?: (input: Uint8Array) => void;
}

/** One job. Never rejects: what goes wrong in the thread is a finding. */
export async function runIsolated(job: Job, options: IsolatedOptions = {}): Promise<JobOutcome> {
  const [outcome] = await runAllIsolated([job], options);
  return outcome ?? { findings: [] };
}

/** Jobs one after the other in one thread, and in another one after a job that ended the thread. In their order. */
export async function runAllIsolated(jobs: readonly Job[], options: IsolatedOptions = {}): Promise<JobOutcome[]> {
  const outcomes: JobOutcome[] = [];
  while (outcomes.length < jobs.length) outcomes.push(...(await runThread(jobs.slice(outcomes.length), options)));
  return outcomes;
}

/** At least one outcome: fewer than jobs when one of them ended the thread. */
async function runThread(
  jobs: readonly Job[],
  { bounds = BOUNDS, onReach }: IsolatedOptions,
): Promise<readonly JobOutcome[]> {
  const buffer = InputWindow.buffer(MAX_INPUT_BYTES);
  const window = new InputWindow(buffer);
  const worker = new Worker(THREAD, {
    workerData: { jobs, buffer },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    resourceLimits: { maxOldGenerationSizeMb: bounds.heapMegabytes },
    stderr: true,
  });
  const outcomes: JobOutcome[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  let isOver = false;
  const fail = (kind: FindingKind, message: string) => {
    // A thread that dies of an error announces its end as well.
    if (isOver) return;
    isOver = true;
    const target = jobs[outcomes.length]?.target ?? '';
    outcomes.push({ findings: [{ target, kind, message, input: window.current() }] });
    resolve();
  };
  worker.on('message', (message: Message) => {
    if (message.kind === 'reached') onReach?.(message.input);
    else if (outcomes.push(message.report) === jobs.length) {
      isOver = true;
      resolve();
    }
  });
  worker.on('error', (error: Error) => fail('crash', `${error.name}: ${error.message}`));
  worker.on('exit', (code) => {
    if (code === UNSETTLED) fail('hang', 'never settles');
    else fail('crash', `the thread ended with ${code} and no report`);
  });
  const stop = watch(window, bounds, fail);
  await promise;
  stop();
  await worker.terminate();
  return outcomes;
}

/** Looks at the input that runs, and says when it has run too long. Returns how to stop looking. */
function watch(
  window: InputWindow,
  { cpuMs, wallMs }: Bounds,
  fail: (kind: FindingKind, message: string) => void,
): () => void {
  let count = 0;
  let startedMs = performance.now();
  let cpu = process.cpuUsage();
  const timer = setInterval(() => {
    if (window.count !== count || count === 0) {
      count = window.count;
      startedMs = performance.now();
      cpu = process.cpuUsage();
      return;
    }
    const { user, system } = process.cpuUsage(cpu);
    if ((user + system) / 1_000 > cpuMs) fail('hang', `more than ${cpuMs} ms of processor time`);
    else if (performance.now() - startedMs > wallMs) fail('hang', `not settled after ${wallMs} ms`);
  }, WATCH_INTERVAL_MS);
  return () => clearInterval(timer);
}
