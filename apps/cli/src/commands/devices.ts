/** `sotto devices`: the devices of the account. */
import type { Command } from 'commander';
import { withClient } from '../command-context.ts';
import type { CommandRunner } from '../command-runner.ts';

export function addDevicesCommand(program: Command, runner: CommandRunner): void {
  program
    .command('devices')
    .summary('list the devices of your account')
    .description('Lists the devices of the account log.\n\nJSON: array of {device, current, revoked}.')
    .addHelpText('after', '\nExamples:\n  $ sotto devices')
    .action(
      runner.action<[]>((context) =>
        withClient(context, 'sotto devices', async (client) => {
          const devices = await client.devices();
          const rows = devices.map(
            ({ id, current, revoked }) => `${id}${current ? '  this device' : ''}${revoked ? '  revoked' : ''}`,
          );
          return {
            json: devices.map(({ id, current, revoked }) => ({ device: id, current, revoked })),
            text: rows.join('\n'),
          };
        }),
      ),
    );
}
