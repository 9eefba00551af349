/** A person at a terminal: the `sotto` command as a process, on an account of their own. */
import { join } from 'node:path';
import { Owner } from '../../scenario/stage/command-line.ts';
import { Device } from '../../scenario/stage/device.ts';
import { passphraseFile } from '../../scenario/stage/scratch-folder.ts';

export class Terminal {
  readonly owner: Owner;
  readonly link: string;
  readonly #home: string;
  readonly #passphrase: string;

  private constructor(owner: Owner, { home, passphrase, link }: { home: string; passphrase: string; link: string }) {
    this.owner = owner;
    this.link = link;
    this.#home = home;
    this.#passphrase = passphrase;
  }

  /** An account that is published, and offline again. Within a test, which ends its processes. */
  static async settle(folder: string, name: string, mailboxes: readonly string[]): Promise<Terminal> {
    const home = join(folder, name);
    const passphrase = `${name} has a long passphrase`;
    const device = await Device.open({ home, passphrase, create: { name, mailboxes } });
    await device.ask('sync');
    const link = await device.ask('link');
    await device.close();
    const owner = new Owner(home, await passphraseFile(folder, name, passphrase));
    return new Terminal(owner, { home, passphrase, link });
  }

  /** The same account in a process that a story can ask for more than commands can. */
  async device(): Promise<Device> {
    return await Device.open({ home: this.#home, passphrase: this.#passphrase });
  }
}
