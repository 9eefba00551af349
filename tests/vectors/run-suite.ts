/** Runs suites against one subject. A suite that checks nothing, or not every case of its file, has failed. */
import type { Subject, SuiteResult, VectorSuite } from './suite.ts';

const MAX_FAILURES_SHOWN = 5;

export interface VectorFile {
  readonly text: string;
  /** How many cases the manifest of the vectors says there are. */
  readonly cases: number;
}

export type ReadVectorFile = (file: string) => Promise<VectorFile>;

class Tally {
  cases = 0;
  failed = 0;
  skipped = 0;
  readonly failures: string[] = [];

  fail(failure: string): void {
    this.failed++;
    if (this.failures.length < MAX_FAILURES_SHOWN) this.failures.push(failure);
  }
}

async function checkAll(suite: VectorSuite, subject: Subject, read: ReadVectorFile, tally: Tally): Promise<void> {
  const file = suite.file === undefined ? undefined : await read(suite.file);
  const cases = suite.cases(file?.text ?? '');
  for (const vector of cases) {
    if ('skipped' in vector) {
      tally.skipped++;
      continue;
    }
    tally.cases++;
    try {
      await vector.check(subject);
    } catch (error) {
      tally.fail(`${vector.id}: ${String(error)}`);
    }
  }
  if (tally.cases === 0) tally.fail('nothing was checked');
  if (file !== undefined && file.cases !== cases.length) {
    tally.fail(`the manifest promises ${file.cases} cases, the file has ${cases.length}`);
  }
}

/** One row. Never throws: what cannot be read or parsed is a failure of the suite. */
export async function runSuite(suite: VectorSuite, subject: Subject, read: ReadVectorFile): Promise<SuiteResult> {
  const tally = new Tally();
  try {
    await checkAll(suite, subject, read, tally);
  } catch (error) {
    tally.fail(String(error));
  }
  const { cases, failed, skipped, failures } = tally;
  return { name: suite.name, cases, failed, skipped, failures };
}
