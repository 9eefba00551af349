/** `sotto init --recover`: comes back to an account with its recovery words, as a new device of it. */
import type { AccountView, DeviceView } from '@sotto/client';
import { parseMailboxAddress } from '@sotto/wire';
import { beReachable } from '../be-reachable.ts';
import { type CommandContext, type CommandResult, workAndClose } from '../command-context.ts';
import { chooseNewPassphrase } from '../passphrase.ts';
import { obtainRecoveryWords } from '../recovery-input.ts';

export interface RecoverCommandOptions {
  readonly name?: string;
  readonly mailbox?: readonly string[];
  readonly wordsFile?: string;
  readonly link?: string;
  readonly revokeOthers?: boolean;
  readonly offline?: boolean;
}

export async function recover(context: CommandContext, options: RecoverCommandOptions) {
  const { environment, home, waitMs } = context;
  const mailboxes = (options.mailbox ?? []).map((address) => parseMailboxAddress(address));
  const words = await obtainRecoveryWords(options.wordsFile, environment);
  const passphrase = await chooseNewPassphrase(context.passphraseFile, environment);
  const client = await environment.backend.recover({
    home,
    passphrase,
    words,
    mailboxes,
    otherDevices: options.revokeOthers === true ? 'revoke' : 'keep',
    reachable: false,
    command: 'sotto init',
    waitMs,
    ...(options.name === undefined ? {} : { name: options.name }),
    // A link that was copied from several lines is whole again without the white space.
    ...(options.link === undefined ? {} : { link: options.link.replace(/\s+/gu, '') }),
  });
  return await workAndClose(client, environment, async () => {
    const [account, link, devices] = await Promise.all([client.account(), client.link(), client.devices()]);
    context.print(recovered(account, link, devices));
    if (options.offline !== true) await beReachable(context, client);
    return undefined;
  });
}

function recovered({ id: account, device }: AccountView, link: string, devices: readonly DeviceView[]): CommandResult {
  const others = devices.filter(({ revoked, current }) => !revoked && !current).length;
  return {
    json: { account, device, link, otherDevices: others },
    text: [
      `Welcome back: ${account}`,
      '',
      'This device is a new one of your account. Contacts and messages of before are not on it: a contact who writes',
      'comes as a request, and you can add people by their links.',
      ...(others === 0
        ? []
        : ['', `Your account has ${others} more: sotto devices. End one that you lost: sotto devices revoke ID`]),
      '',
      'Give this link to people who want to write to you:',
      link,
    ].join('\n'),
  };
}
