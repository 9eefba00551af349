/** `sotto devices`: the devices of the account, and the end of one that is lost. */
import type { DeviceView } from '@sotto/client';
import type { Command } from 'commander';
import { type CommandResult, withClient } from '../command-context.ts';
import type { CommandRunner } from '../command-runner.ts';

export function addDevicesCommand(program: Command, runner: CommandRunner): void {
  const devices = program
    .command('devices')
    .summary('list the devices of your account')
    .description('Lists the devices of the account log.\n\nJSON: array of {device, current, revoked}.')
    .addHelpText('after', '\nExamples:\n  $ sotto devices\n  $ sotto devices revoke 3f9a01')
    .action(
      runner.action<[]>((context) =>
        withClient(context, 'sotto devices', async (client) => {
          return list(await client.devices());
        }),
      ),
    );
  devices
    .command('revoke')
    .argument('<device>', 'its id, or the first six digits of it or more')
    .summary('end a device that you lost')
    .description(
      'Ends another device of your account: contacts write to it no longer, and take nothing from it. What it has, it keeps. ' +
        'A mailbox of the account must be reachable.\n\nJSON: array of {device, current, revoked}, as in `devices`.',
    )
    .addHelpText('after', '\nExamples:\n  $ sotto devices revoke 3f9a01')
    .action(
      runner.action<[string]>((context, [device]) =>
        withClient(context, 'sotto devices revoke', async (client) => {
          await client.revokeDevice(device);
          return list(await client.devices());
        }),
      ),
    );
}

function list(devices: readonly DeviceView[]): CommandResult {
  const rows = devices.map(
    ({ id, current, revoked }) => `${id}${current ? '  this device' : ''}${revoked ? '  revoked' : ''}`,
  );
  return {
    json: devices.map(({ id, current, revoked }) => ({ device: id, current, revoked })),
    text: rows.join('\n'),
  };
}
