/** The command line as commander sees it: every command, the options they share, and the help. */
import { Command } from 'commander';
import type { CommandRunner } from './command-runner.ts';
import { addAddCommand } from './commands/add.ts';
import { addChatCommand } from './commands/chat.ts';
import { addContactChangeCommands } from './commands/contact-change.ts';
import { addContactsCommand } from './commands/contacts.ts';
import { addConversationChangeCommands } from './commands/conversation-change.ts';
import { addConversationsCommand } from './commands/conversations.ts';
import { addDevicesCommand } from './commands/devices.ts';
import { addDisappearingCommand } from './commands/disappearing.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addExportCommand } from './commands/export.ts';
import { addHistoryCommand } from './commands/history.ts';
import { addInfoCommand } from './commands/info.ts';
import { addInitCommand } from './commands/init.ts';
import { addLinkCommand } from './commands/link.ts';
import { addMailboxCommand } from './commands/mailbox.ts';
import { addMessageChangeCommands } from './commands/message-change.ts';
import { addRecoveryWordsCommand } from './commands/recovery-words.ts';
import { addRequestsCommand } from './commands/requests.ts';
import { addSearchCommand } from './commands/search.ts';
import { addSendCommands } from './commands/send.ts';
import { addSettingsCommand } from './commands/settings.ts';
import { addStatusCommand } from './commands/status.ts';
import { addSyncCommand } from './commands/sync.ts';
import { addVerifyCommand } from './commands/verify.ts';
import { addWhoamiCommand } from './commands/whoami.ts';
import type { Environment } from './environment.ts';
import { EXIT_CODE_MEANINGS } from './exit-code.ts';
import { secondsOption } from './quantity.ts';

/** Longer lines are tiring to read. */
const MAX_HELP_COLUMNS = 100;

function footer(): string {
  const codes = EXIT_CODE_MEANINGS.map(([code, meaning]) => `  ${code}  ${meaning}`);
  return [
    '',
    'Without a command the terminal app opens.',
    '',
    'Exit codes:',
    ...codes,
    '',
    'Environment:',
    '  SOTTO_HOME             the home folder, when --home is not given',
    '  SOTTO_PASSPHRASE_FILE  the passphrase file, when --passphrase-file is not given',
    '  NO_COLOR               no colours',
    '',
    'Examples:',
    '  $ sotto init --name Ada',
    '  $ sotto add LINK --as Grace',
    '  $ sotto send Grace "Are you there?"',
  ].join('\n');
}

/** Builds the program. Parsing throws `CommanderError` instead of ending the process. */
export function buildProgram(environment: Environment, runner: CommandRunner): Command {
  const program = new Command('sotto')
    .description('Private messaging without servers that anyone has to trust.')
    .version(environment.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .option('--home <folder>', 'the data folder of the account (default: $SOTTO_HOME, else ~/.sotto)')
    .option('--passphrase-file <file>', 'its first line, without the line ending, is the passphrase')
    .option('--json', 'print exactly one JSON value')
    .addOption(
      secondsOption({
        flags: '--lock-wait <seconds>',
        description: 'wait so long for another process that holds the home',
        maxSeconds: 3_600,
        defaultSeconds: 10,
      }),
    )
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .configureOutput({
      writeOut: (text) => environment.stdout.write(text),
      getOutHelpWidth: () => Math.min(MAX_HELP_COLUMNS, environment.stdout.columns ?? MAX_HELP_COLUMNS),
      // What is wrong is reported once, by the caller that catches the error.
      writeErr: () => {},
    })
    .exitOverride()
    .addHelpText('after', footer());
  addInitCommand(program, runner);
  addWhoamiCommand(program, runner);
  addLinkCommand(program, runner);
  addAddCommand(program, runner);
  addContactsCommand(program, runner);
  addRequestsCommand(program, runner);
  addContactChangeCommands(program, runner);
  addVerifyCommand(program, runner);
  addSendCommands(program, runner);
  addMessageChangeCommands(program, runner);
  addInfoCommand(program, runner);
  addConversationsCommand(program, runner);
  addConversationChangeCommands(program, runner);
  addDisappearingCommand(program, runner);
  addChatCommand(program, runner);
  addHistoryCommand(program, runner);
  addSearchCommand(program, runner);
  addExportCommand(program, runner);
  addSyncCommand(program, runner);
  addStatusCommand(program, runner);
  addDevicesCommand(program, runner);
  addDoctorCommand(program, runner);
  addSettingsCommand(program, runner);
  addRecoveryWordsCommand(program, runner);
  addMailboxCommand(program, runner);
  return program;
}
