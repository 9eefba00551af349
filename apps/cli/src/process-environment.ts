/** The environment of a real process. Heavy parts are loaded when they are first needed. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import process from 'node:process';
import type { Clock } from '@sotto/ports';
import type { Backend } from './backend.ts';
import type { Environment } from './environment.ts';

const END_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const clock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  schedule: (delayMs, action) => {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};

const loadBackend = async (): Promise<Backend> => (await import('./sotto-backend.ts')).sottoBackend;

const lateBackend: Backend = {
  exists: async (home) => (await loadBackend()).exists(home),
  hasOwnMailbox: async (home) => (await loadBackend()).hasOwnMailbox(home),
  create: async (options) => (await loadBackend()).create(options),
  recover: async (options) => (await loadBackend()).recover(options),
  open: async (options) => (await loadBackend()).open(options),
  runMailbox: async (options) => (await loadBackend()).runMailbox(options),
};

function packageVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}

export function processEnvironment(): Environment {
  let ended: Promise<void> | undefined;
  let faulted: Promise<never> | undefined;
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    variables: process.env,
    homeDirectory: homedir(),
    pid: process.pid,
    version: packageVersion(),
    clock,
    random: { bytes: (length) => new Uint8Array(randomBytes(length)) },
    backend: lateBackend,
    ended: () => {
      // Rejections cannot happen: signals carry no error.
      ended ??= Promise.race(END_SIGNALS.map((signal) => once(process, signal))).then(() => {});
      return ended;
    },
    faulted: () => {
      faulted ??= new Promise<never>((_resolve, reject) => {
        process.once('uncaughtException', reject);
        process.once('unhandledRejection', reject);
      });
      return faulted;
    },
  };
}
