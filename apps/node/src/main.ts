/** The local node as a process: one line when it is ready, SIGTERM or SIGINT ends it cleanly. */
import process from 'node:process';
import { SottoError, UsageError } from '@sotto/wire';
import { systemClock, systemRandom } from 'sotto';
import { type LocalNode, runLocalNode } from './local-node.ts';
import { HELP, readOptions } from './options.ts';

function firstLine({ origin, services }: LocalNode, json: boolean): string {
  if (json) return JSON.stringify({ origin: origin ?? null, ...services, pid: process.pid });
  return origin === undefined ? `Mailbox at ${services.mailboxes.join(' ')}` : `Sotto is at ${origin}`;
}

async function main(): Promise<void> {
  const { help, json, config } = readOptions(process.argv.slice(2));
  if (help) {
    process.stdout.write(HELP);
    return;
  }
  const ended = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
  const node = await runLocalNode({ ...config, clock: systemClock, random: systemRandom });
  process.stdout.write(`${firstLine(node, json)}\n`);
  await ended;
  await node.stop();
}

try {
  await main();
} catch (error) {
  if (!(error instanceof SottoError)) throw error;
  process.stderr.write(`sotto-node: ${error.message}${error.hint === undefined ? '' : `. ${error.hint}`}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
