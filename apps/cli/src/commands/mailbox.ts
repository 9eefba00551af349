/** `sotto mailbox run`: an operator's daemon. */
import { join, resolve } from 'node:path';
import { UnavailableError } from '@sotto/wire';
import { type Command, InvalidArgumentError } from 'commander';
import type { CommandContext } from '../command-context.ts';
import type { CommandRunner } from '../command-runner.ts';
import { encodeJson } from '../json.ts';
import { parseListenAddress } from '../listen-address.ts';
import { wholeNumber } from '../quantity.ts';

interface MailboxOptions {
  readonly listen?: readonly string[];
  readonly announce?: readonly string[];
  readonly data?: string;
  readonly metrics?: number;
  readonly limit?: Readonly<Record<string, number>>;
}

const DEFAULT_LISTEN = '/ip4/0.0.0.0/tcp/4001';
const MAX_LISTENERS = 16;

function listenAddress(text: string, before: readonly string[] = []): readonly string[] {
  const address = parseListenAddress(text);
  if (address === undefined)
    throw new InvalidArgumentError('It must be like 0.0.0.0:4001 or /ip4/0.0.0.0/tcp/4001/ws.');
  if (before.length >= MAX_LISTENERS) throw new InvalidArgumentError(`${MAX_LISTENERS} addresses at most.`);
  return [...before, address];
}

function limitSetting(text: string, before: Readonly<Record<string, number>> = {}): Readonly<Record<string, number>> {
  const [, name, value] = /^([A-Za-z]+)=(\d{1,15})$/.exec(text) ?? [];
  if (name === undefined) throw new InvalidArgumentError('It must be NAME=NUMBER, for example maxTopics=5000.');
  return { ...before, [name]: Number(value) };
}

export function addMailboxCommand(program: Command, runner: CommandRunner): void {
  const mailbox = program
    .command('mailbox')
    .summary('run a mailbox for others')
    .description('Commands for whoever runs a mailbox. A mailbox keeps sealed envelopes and can read none of them.')
    .addHelpText('after', '\nExamples:\n  $ sotto mailbox run --listen 0.0.0.0:4001');
  mailbox
    .command('run')
    .summary('run a mailbox until it is told to end')
    .description(
      'Runs a mailbox. The first line on standard output is always JSON: {address, pid}; give the address to the people ' +
        'whom the mailbox serves. The log goes to standard error. SIGTERM or SIGINT ends it after finishing what it does.',
    )
    .option('--listen <address>', `multiaddr or host:port; repeatable (default: ${DEFAULT_LISTEN})`, listenAddress)
    .option('--announce <multiaddr...>', 'what to tell clients instead, for example /dns/mail.example.org/tcp/4001')
    .option('--data <folder>', 'where envelopes and the key of the mailbox are kept (default: HOME/mailbox)')
    .option('--metrics <port>', 'serve Prometheus metrics on this loopback port', wholeNumber(0, 65_535))
    .option('--limit <name=number>', 'change a limit; repeatable; a wrong name lists them all', limitSetting)
    .addHelpText(
      'after',
      '\nExamples:\n  $ sotto mailbox run\n  $ sotto mailbox run --listen 0.0.0.0:4001 --data /var/lib/sotto --metrics 9464',
    )
    .action(runner.action<[], MailboxOptions>(runUntilEnded));
}

async function runUntilEnded(context: CommandContext, _args: [], options: MailboxOptions): Promise<undefined> {
  const { environment } = context;
  const { listen = [DEFAULT_LISTEN], announce, data, metrics, limit = {} } = options;
  const ended = environment.ended();
  const mailbox = await environment.backend.runMailbox({
    listen,
    folder: resolve(data ?? join(context.home, 'mailbox')),
    ...(announce === undefined ? {} : { announce }),
    ...(metrics === undefined ? {} : { metricsPort: metrics }),
    limits: limit,
    log: (line) => environment.stderr.write(`${line}\n`),
  });
  try {
    const [address, ...others] = mailbox.addresses;
    if (address === undefined) throw new UnavailableError('unreachable', 'the mailbox listens on no address');
    const ready = { address, pid: environment.pid };
    context.print({ json: ready, text: encodeJson(ready) });
    for (const other of others) environment.stderr.write(`also at ${other}\n`);
    if (mailbox.metricsUrl !== undefined) environment.stderr.write(`metrics at ${mailbox.metricsUrl}/metrics\n`);
    await ended;
  } finally {
    await mailbox.stop();
  }
  return undefined;
}
