/**
 * A home that the SDK makes and the command uses: its passphrase costs next to nothing to try, so that a story with many
 * commands is not a story about Argon2.
 */
import { join } from 'node:path';
import { VAULT_PARAMETERS } from '@sotto/crypto';
import { Sotto } from 'sotto';
import { Owner } from './command-line.ts';
import { Mailbox } from './mailbox-process.ts';
import { passphraseFile } from './scratch-folder.ts';

export interface MadeHome {
  readonly owner: Owner;
  readonly account: string;
  readonly device: string;
  readonly link: string;
}

export async function madeHome(folder: string, name: string, mailboxes: readonly Mailbox[]): Promise<MadeHome> {
  const passphrase = `${name} has a long passphrase`;
  const { sotto } = await Sotto.create({
    home: join(folder, name),
    passphrase,
    name,
    mailboxes: mailboxes.map(({ address }) => address),
    listen: false,
    discovery: false,
    vaultParameters: VAULT_PARAMETERS.unsafeTestParameters,
  });
  try {
    await sotto.sync();
    const [{ id: account, device }, link] = await Promise.all([sotto.account(), sotto.link()]);
    const owner = new Owner(join(folder, name), await passphraseFile(folder, name, passphrase));
    return { owner, account, device, link };
  } finally {
    await sotto.close();
  }
}

export interface TwoHomes {
  readonly mailboxes: readonly Mailbox[];
  readonly ada: MadeHome;
  readonly grace: MadeHome;
}

/** Ada and Grace, who do not know each other yet, with as many mailboxes between them. */
export async function twoHomes(folder: string, mailboxCount: number): Promise<TwoHomes> {
  const mailboxes = await Mailbox.startSome(mailboxCount, folder);
  const [ada, grace] = await Promise.all([madeHome(folder, 'Ada', mailboxes), madeHome(folder, 'Grace', mailboxes)]);
  return { mailboxes, ada, grace };
}
