/**
 * Runs declared tests inside a page, by the runner and the assertions of the test runner itself, so that one suite says
 * the same in Node and in a browser.
 *
 * Owns: what the runner needs of its surroundings, and the results as plain values. Must not know: what is tested.
 */
import type { RunnerTask, RunnerTestFile } from 'vitest';

const SUITE = '/suite';
const TIMEOUT_MS = 30_000;

export interface SuiteResult {
  /** Names of the suites around the test, and its own. */
  readonly name: string;
  /** Why it failed; absent when it passed. */
  readonly failure?: string;
}

/** What the runner reads of the configuration that a process would have. */
const CONFIGURATION = {
  root: '/',
  name: 'browser',
  sequence: { concurrent: false, shuffle: false, seed: 0, hooks: 'stack', setupFiles: 'list' },
  testTimeout: TIMEOUT_MS,
  hookTimeout: TIMEOUT_MS,
  maxConcurrency: 1,
  retry: 0,
  expect: {},
  chaiConfig: {},
  snapshotOptions: {},
  setupFiles: [],
  fakeTimers: {},
  tags: [],
  allowOnly: false,
  passWithNoTests: false,
};

/** `declare` calls `describe` and `test`. Once a page. */
export async function runSuite(declare: () => void): Promise<readonly SuiteResult[]> {
  const { startTests } = await import('vitest/internal/browser');
  const state = { config: CONFIGURATION, filepath: SUITE, ctx: {}, environment: { name: 'browser' }, durations: {} };
  Object.assign(globalThis, { __vitest_worker__: { ...state, rpc: {}, metaEnv: {}, providedContext: {} } });
  const runner = { config: CONFIGURATION, pool: 'browser', importFile: async () => declare() };
  // The runner takes more than it reads here.
  const start = startTests as unknown as (specs: object[], runner: object) => Promise<RunnerTestFile[]>;
  const files = await start([{ filepath: SUITE, fileTags: [] }], runner);
  return files.flatMap((file) => [...errorsOf(file, file.name), ...file.tasks.flatMap((task) => resultsOf(task, ''))]);
}

function resultsOf(task: RunnerTask, before: string): SuiteResult[] {
  const name = `${before}${task.name}`;
  if (task.type === 'suite') {
    return [...errorsOf(task, name), ...task.tasks.flatMap((child) => resultsOf(child, `${name} > `))];
  }
  if (task.result?.state === 'pass') return [{ name }];
  const failed = errorsOf(task, name);
  return failed.length > 0 ? failed : [{ name, failure: `it did not run: ${task.result?.state ?? task.mode}` }];
}

function errorsOf({ result }: RunnerTask, name: string): SuiteResult[] {
  return (result?.errors ?? []).map(({ message, stack }) => ({ name, failure: stack ?? message }));
}
