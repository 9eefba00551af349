/** `sotto link`: the contact link to give to others, with a QR on a terminal. */
import type { Command } from 'commander';
import { withClient } from '../command-context.ts';
import type { CommandRunner } from '../command-runner.ts';
import { wantsColour } from '../environment.ts';
import { qrColumns, renderQr } from '../qr.ts';

interface LinkOptions {
  readonly qr: boolean;
}

export function addLinkCommand(program: Command, runner: CommandRunner): void {
  program
    .command('link')
    .summary('show your contact link')
    .description(
      'Prints the link by which others add you, and on a terminal a QR of it. The link holds nothing secret; whoever has ' +
        'it can send you a request.\n\nJSON: {link}.',
    )
    .option('--no-qr', 'print the link only')
    .addHelpText('after', '\nExamples:\n  $ sotto link\n  $ sotto link | wl-copy')
    .action(
      runner.action<[], LinkOptions>((context, _args, options) =>
        withClient(context, 'sotto link', async (client) => {
          const link = await client.link();
          const { stdout } = context.environment;
          const colour = wantsColour(context.environment, stdout);
          const fits = stdout.isTTY === true && qrColumns(link) <= (stdout.columns ?? 80);
          const qr = options.qr && fits ? [...renderQr(link, { colour }), ''] : [];
          return { json: { link }, text: [...qr, link].join('\n') };
        }),
      ),
    );
}
