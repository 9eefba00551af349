/**
 * What the process of a node does: options, ports, the node, what the person is told, a clean end.
 *
 * SIGINT, SIGTERM and SIGHUP end it cleanly; a second one ends it at once.
 */
import process from 'node:process';
import { SottoError, UsageError } from '@sotto/wire';
import { systemClock, systemRandom } from 'sotto';
import { hasScreen, openBrowser, openCommand } from './browser-opening.ts';
import { type LocalNode, runLocalNode } from './local-node.ts';
import { choosePorts, type NodePorts, rememberedPorts, rememberPorts } from './node-ports.ts';
import { alreadyRunning, greeting, mailboxNotice, notOpened } from './notices.ts';
import { HELP, type NodeOptions, readOptions } from './options.ts';
import { findRunning, forgetRunning, noteRunning } from './running-node.ts';

/** What a person can do something about; everything else is a fault of ours and is shown as one. */
const SYSTEM_FAULTS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'the disk is read-only',
  ENOTDIR: 'not a folder',
};

/** Resolves when the node has ended; sets the exit code: 2 for wrong arguments, 1 for everything else that went wrong. */
export async function runProgram(args: readonly string[]): Promise<void> {
  // A terminal that is closed ends the output, not the work: what was begun is finished.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  try {
    const options = readOptions(args);
    if (options.help) process.stdout.write(HELP);
    else await run(options);
  } catch (error) {
    process.stderr.write(`sotto-node: ${inWords(error)}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}

async function run(options: NodeOptions): Promise<void> {
  const { folder } = options.config;
  const running = options.json ? undefined : await findRunning(folder);
  if (running !== undefined) {
    process.stdout.write(alreadyRunning(running));
    if (willOpen(options)) open(running.origin);
    return;
  }
  const ended = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
  const node = await start(options);
  try {
    await ended;
  } finally {
    if (!options.json) process.stdout.write('\nStopping …\n');
    forgetRunning(folder);
    await node.stop();
  }
}

async function start(options: NodeOptions): Promise<LocalNode> {
  const { config, ports: asked, json } = options;
  const { folder, host } = config;
  const remembered = rememberedPorts(folder);
  const { ports, appWasAt } = await choosePorts({ host, asked, remembered });
  const log = (event: Parameters<typeof mailboxNotice>[0]) => process.stderr.write(mailboxNotice(event) ?? '');
  const node = await runLocalNode({ ...config, ports, log, clock: systemClock, random: systemRandom });
  const { origin, services } = node;
  remember(folder, { ...ports, app: appWasAt ?? ports.app });
  const [mailbox] = services.mailboxes;
  if (origin !== undefined && mailbox !== undefined) noteRunning(folder, { origin, mailbox, pid: process.pid });
  const opens = willOpen(options) && origin !== undefined;
  if (json) process.stdout.write(`${JSON.stringify({ origin: origin ?? null, ...services, pid: process.pid })}\n`);
  else process.stdout.write(greeting({ node, folder, host, opens, appWasAt }));
  if (opens) open(origin);
  return node;
}

/** Without it the node runs, and may be elsewhere the next time. */
function remember(folder: string, ports: NodePorts): void {
  try {
    // What nobody fixed is not for good.
    if (!Object.values(ports).includes(0)) rememberPorts(folder, ports);
  } catch (error) {
    process.stderr.write(`sotto-node: ${inWords(error)}\n`);
  }
}

function willOpen({ open: wanted, json }: NodeOptions): boolean {
  return wanted && !json && hasScreen(process);
}

function open(origin: string): void {
  openBrowser(openCommand(origin, process), () => process.stderr.write(notOpened(origin)));
}

/** @throws what is neither an error of ours nor one of the system that a person can do something about */
function inWords(error: unknown): string {
  if (error instanceof SottoError) return `${error.message}${error.hint === undefined ? '' : `. ${error.hint}`}`;
  const { code = '', path } = error as NodeJS.ErrnoException;
  const words = Object.hasOwn(SYSTEM_FAULTS, code) ? SYSTEM_FAULTS[code] : undefined;
  if (words === undefined) throw error;
  return path === undefined ? words : `${words}: ${path}`;
}
