/** Two people with real databases and libp2p on loopback, and the mailboxes between them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VAULT_PARAMETERS } from '@sotto/crypto';
import { type RunningMailbox, runMailbox } from '@sotto/mailbox';
import { UnavailableError } from '@sotto/wire';
import { Sotto, systemClock, systemRandom } from 'sotto';

const MAILBOXES = 3;
const PATIENCE_MS = 60_000;

export interface People {
  readonly ada: Sotto;
  readonly grace: Sotto;
  stop(): Promise<void>;
}

/** `listen: false`: nobody can be dialled, so everything goes through the mailboxes. */
export async function startPeople({ listen }: { readonly listen: boolean }): Promise<People> {
  const folder = await mkdtemp(join(tmpdir(), 'sotto-bench-'));
  const mailboxes: RunningMailbox[] = [];
  for (let number = 0; number < MAILBOXES; number++) {
    mailboxes.push(
      await runMailbox({
        folder: join(folder, `mailbox-${number}`),
        listen: ['/ip4/127.0.0.1/tcp/0'],
        clock: systemClock,
        random: systemRandom,
        // One sender writes faster here than a person does.
        policy: { putBurst: 1_000_000, putPerSecond: 1_000_000 },
      }),
    );
  }
  const addresses = mailboxes.flatMap((mailbox) => mailbox.addresses.slice(0, 1));
  const person = async (name: string) => {
    const { sotto } = await Sotto.create({
      home: join(folder, name),
      passphrase: 'benchmark',
      name,
      mailboxes: addresses,
      listen: listen ? { host: '127.0.0.1', port: 0 } : false,
      discovery: false,
      vaultParameters: VAULT_PARAMETERS.unsafeTestParameters,
    });
    await sotto.goOnline();
    await sotto.sync();
    return sotto;
  };
  const [ada, grace] = [await person('Ada'), await person('Grace')];
  await ada.addContact(await grace.link(), { as: 'Grace' });
  await grace.addContact(await ada.link(), { as: 'Ada' });
  return {
    ada,
    grace,
    async stop() {
      await Promise.all([ada.close(), grace.close()]);
      await Promise.all(mailboxes.map((mailbox) => mailbox.stop()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Resolves with the first event of `kind` that `accepts` says yes to. @throws {UnavailableError} `timeout` */
export async function waitFor(
  person: Sotto,
  kind: 'message' | 'message-state',
  accepts: (message: { readonly id: string; readonly text: string; readonly state: string }) => boolean,
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => finish(new UnavailableError('timeout', `no ${kind}`)), PATIENCE_MS);
    const off = person.on(kind, (message) => {
      if (accepts(message)) finish();
    });
    const finish = (error?: Error) => {
      clearTimeout(timer);
      off();
      if (error) reject(error);
      else resolve();
    };
  });
}
