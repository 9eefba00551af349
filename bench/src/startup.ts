/**
 * Start-up time of the command and the terminal app, and memory of an idle client and an idle mailbox, each as a process
 * of its own, beside a Node process that does nothing.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { UnavailableError } from '@sotto/wire';
import { median } from './percentile.ts';
import { type BenchRow, benchRow } from './row.ts';

const RUNS = 7;
const SETTLE_MS = 3_000;
const COMMAND = fileURLToPath(new URL('../../apps/cli/src/main.ts', import.meta.url));
const IDLE_CLIENT = fileURLToPath(new URL('./idle-client.ts', import.meta.url));
const QUIET = '--disable-warning=ExperimentalWarning';

export async function run(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'sotto-bench-'));
  try {
    const bare = await medianRun(['-e', '0']);
    const help = await medianRun([QUIET, COMMAND, '--help']);
    const idleNode = await memoryOf([QUIET, '-e', 'console.log("ready"); setInterval(() => {}, 1e9)']);
    const mailbox = await memoryOf([
      ...[QUIET, COMMAND, 'mailbox', 'run', '--listen', '127.0.0.1:0', '--data', join(folder, 'mailbox')],
    ]);
    const client = await medianReady([QUIET, IDLE_CLIENT, join(folder, 'home')]);
    return [
      benchRow({ case: 'command `--help`', ours: help, peer: bare, unit: 'ms' }),
      benchRow({ case: 'client unlocked, online and listening', ours: client.readyMs, peer: bare, unit: 'ms' }),
      benchRow({ case: 'idle client, resident memory', ours: client.memoryMiB, peer: idleNode, unit: 'MiB' }),
      benchRow({ case: 'idle mailbox, resident memory', ours: mailbox, peer: idleNode, unit: 'MiB' }),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function medianRun(args: readonly string[]): Promise<number> {
  const samples: number[] = [];
  for (let number = 0; number < RUNS; number++) {
    const startMs = performance.now();
    await once(spawn(process.execPath, args, { stdio: 'ignore' }), 'exit');
    samples.push(performance.now() - startMs);
  }
  return median(samples);
}

/** From the start of the process to its first line; the first run makes the account and is not counted. */
async function medianReady(args: readonly string[]): Promise<{ readonly readyMs: number; readonly memoryMiB: number }> {
  const readyMs: number[] = [];
  const memoryMiB: number[] = [];
  for (let number = 0; number <= RUNS; number++) {
    const startMs = performance.now();
    const child = await started(args);
    if (number > 0) readyMs.push(performance.now() - startMs);
    if (number === RUNS) memoryMiB.push(await settledMemory(child));
    await ended(child);
  }
  return { readyMs: median(readyMs), memoryMiB: median(memoryMiB) };
}

async function memoryOf(args: readonly string[]): Promise<number> {
  const child = await started(args);
  try {
    return await settledMemory(child);
  } finally {
    await ended(child);
  }
}

async function started(args: readonly string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const line = once(child.stdout, 'data').then(() => true);
  const gone = once(child, 'exit').then(() => false);
  if (!(await Promise.race([line, gone]))) throw new UnavailableError('refused', 'the process ended at once');
  return child;
}

async function settledMemory(child: ChildProcess): Promise<number> {
  await pause(SETTLE_MS);
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}

async function ended(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}
