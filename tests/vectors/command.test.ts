/** The command as the guide for contributors documents it. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { VECTOR_SUITES } from './suites/all.ts';
import { vectorsMissing } from './vectors-folder.ts';

const REPOSITORY = join(import.meta.dirname, '../..');
const COMMAND_TIMEOUT_MS = 120_000;

interface Run {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

function vectors(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> {
  const quiet = '--disable-warning=ExperimentalWarning';
  const command = [quiet, 'tests/vectors/main.ts', ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, command, { cwd: REPOSITORY, env: { ...process.env, ...env } }, (error, stdout, stderr) =>
      resolve({ exitCode: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, stdout, stderr }),
    );
  });
}

describe('npm run vectors', () => {
  test('is what the tests run, and installs what is missing first', () => {
    const { scripts } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    expect(scripts['vectors']).toBe('node tests/vectors/main.ts');
    expect(scripts['prevectors']).toBe(scripts['pretest']);
    expect(readFileSync(join(REPOSITORY, 'CONTRIBUTING.md'), 'utf8')).toContain('`npm run vectors`');
  });

  test.skipIf(vectorsMissing() !== undefined)(
    'prints rows for scripts, and nothing else',
    async () => {
      const { exitCode, stdout, stderr } = await vectors(['--json', '--platform', 'node-native']);
      const { suites } = JSON.parse(stdout) as { readonly suites: readonly Record<string, unknown>[] };
      expect(suites.map(({ name }) => name)).toEqual(VECTOR_SUITES.map(({ name }) => name));
      for (const suite of suites) {
        expect(Object.keys(suite)).toEqual(['name', 'platform', 'cases', 'failed', 'skipped']);
        expect(suite).toMatchObject({ platform: 'node-native', failed: 0 });
      }
      expect([exitCode, stderr]).toEqual([0, '']);
    },
    COMMAND_TIMEOUT_MS,
  );

  test('fails without vectors, and says where it looked', async () => {
    const nowhere = join(tmpdir(), 'no-vectors-here');
    expect(existsSync(nowhere)).toBe(false);
    const { exitCode, stdout, stderr } = await vectors(['--json'], { SOTTO_VECTORS: nowhere });
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toContain(nowhere);
  });

  test('refuses arguments it does not know', async () => {
    for (const args of [['--fast'], ['--platform', 'firefox'], ['x25519']]) {
      const { exitCode, stdout, stderr } = await vectors(args);
      expect([exitCode, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^usage: npm run vectors/);
    }
  });
});
