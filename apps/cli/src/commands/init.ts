/** `sotto init`: creates the account of this home. */
import type { AccountView } from '@sotto/client';
import { parseMailboxAddress, UsageError } from '@sotto/wire';
import type { Command } from 'commander';
import { beReachable } from '../be-reachable.ts';
import { type CommandContext, type CommandResult, workAndClose } from '../command-context.ts';
import type { CommandRunner } from '../command-runner.ts';
import { canPrompt, promptLine } from '../hidden-prompt.ts';
import { chooseNewPassphrase } from '../passphrase.ts';
import { describeRecoveryWords } from '../recovery-words.ts';
import { type RecoverCommandOptions, recover } from './init-recover.ts';

interface InitOptions extends RecoverCommandOptions {
  readonly recover?: boolean;
}

export function addInitCommand(program: Command, runner: CommandRunner): void {
  program
    .command('init')
    .summary('create an account')
    .description(
      'Creates an account in the home folder and prints its recovery words. Write them down: they are the only way to prove ' +
        'that the account is yours when every device is lost. `sotto recovery-words` shows them again until you say that ' +
        'you have them.\n\nWith --recover it comes back to an account instead, as a new device of it. It asks the mailboxes of ' +
        '--link, or those that you name, for the account; on a terminal you type the words, else they are read from ' +
        'standard input. Contacts and history are not moved.\n\n' +
        'JSON: {account, device, link, recoveryWords}; with --recover {account, device, link, otherDevices}, the last one ' +
        'the number of other devices that the account has.',
    )
    .option('--name <name>', 'what others see first; asked for on a terminal')
    .option('--mailbox <address...>', 'a mailbox that keeps messages while you are offline; best are three')
    .option('--offline', 'do not publish the new account to its mailboxes now')
    .option('--recover', 'come back to your account with its recovery words')
    .option('--words-file <file>', 'with --recover: a file that holds the words')
    .option('--link <link>', 'with --recover: a contact link of the account, of any age')
    .option('--revoke-others', 'with --recover: the devices that the account has are lost; they belong to it no longer')
    .addHelpText(
      'after',
      '\nExamples:\n  $ sotto init --name Ada\n  $ sotto init --name Ada --mailbox /dns/mail.example.org/tcp/4001/p2p/12D3Koo…' +
        '\n  $ sotto init --recover --name Ada --mailbox /dns/mail.example.org/tcp/4001/p2p/12D3Koo… --revoke-others',
    )
    .action(runner.action<[], InitOptions>(init));
}

async function init(context: CommandContext, _args: [], options: InitOptions) {
  const { environment, home } = context;
  requireRecover(options);
  const mailboxes = (options.mailbox ?? []).map((address) => parseMailboxAddress(address));
  if (await environment.backend.exists(home)) {
    throw new UsageError('already-initialised', 'this home folder has an account already', {
      hint: 'See it with `sotto whoami`, or choose another folder with --home.',
    });
  }
  if (options.recover === true) return await recover(context, options);
  const name = await chooseName(context, options.name);
  const passphrase = await chooseNewPassphrase(context.passphraseFile, environment);
  const { client, recoveryWords } = await environment.backend.create({
    home,
    passphrase,
    name,
    mailboxes,
    reachable: false,
    command: 'sotto init',
    waitMs: context.waitMs,
  });
  return workAndClose(client, environment, async () => {
    const [account, link] = await Promise.all([client.account(), client.link()]);
    // Printed before anything that takes time, so that nobody has to ask for the words again.
    context.print(initResult(account, link, recoveryWords));
    if (mailboxes.length > 0 && options.offline !== true) await beReachable(context, client);
    return undefined;
  });
}

/** What only makes sense when somebody comes back. @throws {UsageError} `invalid-argument` */
function requireRecover({ recover: isComingBack, wordsFile, link, revokeOthers }: InitOptions): void {
  if (isComingBack === true || [wordsFile, link, revokeOthers].every((option) => option === undefined)) return;
  throw new UsageError('invalid-argument', '--words-file, --link and --revoke-others go with --recover', {
    hint: 'Come back to your account with: sotto init --recover',
  });
}

function initResult({ id: account, device }: AccountView, link: string, recoveryWords: string): CommandResult {
  return {
    json: { account, device, link, recoveryWords },
    text: [
      `Account created: ${account}`,
      '',
      describeRecoveryWords(recoveryWords),
      '',
      'Give this link to people who want to write to you:',
      link,
    ].join('\n'),
  };
}

async function chooseName(context: CommandContext, given: string | undefined): Promise<string> {
  if (given !== undefined) return given;
  if (canPrompt(context.environment)) return promptLine('Your name, as others see it: ', context.environment);
  throw new UsageError('invalid-argument', 'the account needs a name', { hint: 'Give one: --name Ada' });
}
