/** `sotto recovery-words`: the words of a new account again, until the person says that they have them. */
import type { Command } from 'commander';
import { withClient } from '../command-context.ts';
import type { CommandRunner } from '../command-runner.ts';
import { describeRecoveryWords } from '../recovery-words.ts';

interface RecoveryWordsOptions {
  readonly forget?: boolean;
}

export function addRecoveryWordsCommand(program: Command, runner: CommandRunner): void {
  program
    .command('recovery-words')
    .summary('show the recovery words of a new account again')
    .description(
      'Shows the recovery words as long as you have not said that you have them on paper. Then they are deleted from this ' +
        'device: nobody can show them any more.\n\nJSON: {recoveryWords}; null when they are not kept any more.',
    )
    .option('--forget', 'you have them on paper: delete them here')
    .addHelpText('after', '\nExamples:\n  $ sotto recovery-words\n  $ sotto recovery-words --forget')
    .action(
      runner.action<[], RecoveryWordsOptions>((context, _args, { forget = false }) =>
        withClient(context, 'sotto recovery-words', async (client) => {
          if (forget) {
            await client.confirmRecoveryWords();
            return { json: { recoveryWords: null }, text: 'This device does not have the recovery words any more.' };
          }
          const words = await client.recoveryWords();
          return {
            json: { recoveryWords: words ?? null },
            text: words === undefined ? GONE : describeRecoveryWords(words),
          };
        }),
      ),
    );
}

const GONE = 'You have said that you have them: this device does not keep them any more.';
