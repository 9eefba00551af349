import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { REPOSITORY, sampleRepository } from './sample-repository.ts';

interface Run {
  readonly report?: unknown;
  readonly testStatus?: number;
  readonly checkLog?: string;
  readonly checkStatus?: number;
}

const GREEN = {
  success: true,
  numPassedTests: 7,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [{ status: 'passed', assertionResults: [{ status: 'passed' }] }],
};

function summarise({ report, testStatus = 0, checkLog = 'ok   lint\n', checkStatus = 0 }: Run) {
  const root = sampleRepository({
    'check.log': checkLog,
    ...(report === undefined ? {} : { 'report.json': JSON.stringify(report) }),
  });
  const script = join(REPOSITORY, '.ci/summary.cjs');
  const args = [script, join(root, 'report.json'), `${testStatus}`, join(root, 'check.log'), `${checkStatus}`];
  const result = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { line: result.stdout, status: result.status };
}

describe('the last line of .ci/run', () => {
  test('gives the totals of the runner', () => {
    expect(summarise({ report: GREEN })).toEqual({ line: '7 passed, 0 failed\n', status: 0 });
    const report = { ...GREEN, numPendingTests: 2, numTodoTests: 1 };
    expect(summarise({ report })).toEqual({ line: '7 passed, 0 failed, 3 skipped\n', status: 0 });
  });

  test('adds failed checks to failed tests', () => {
    const report = { ...GREEN, success: false, numFailedTests: 2 };
    const checkLog = 'ok   lint\nFAIL types  1 problem\n     FAIL is only a word here\nFAIL layers  2 problems\n';
    expect(summarise({ report, testStatus: 1, checkLog, checkStatus: 1 })).toEqual({
      line: '7 passed, 4 failed\n',
      status: 1,
    });
  });

  test('counts a file that could not be loaded', () => {
    const testResults = [...GREEN.testResults, { status: 'failed', assertionResults: [] }];
    expect(summarise({ report: { ...GREEN, success: false, testResults }, testStatus: 1 }).line).toBe(
      '7 passed, 1 failed\n',
    );
  });

  test.each([
    ['a runner that failed outside its tests', { report: GREEN, testStatus: 1 }],
    ['a report that says no', { report: { ...GREEN, success: false } }],
    ['checks that ended without saying why', { report: GREEN, checkStatus: 137, checkLog: '' }],
  ])('does not show %s as green', (_name, run) => {
    expect(summarise(run)).toEqual({ line: '7 passed, 1 failed\n', status: 1 });
  });

  test('is there when nothing could be installed', () => {
    expect(summarise({ testStatus: 1, checkStatus: 1, checkLog: '' })).toEqual({
      line: '0 passed, 2 failed\n',
      status: 1,
    });
  });
});
