/**
 * The mailbox that a person's app runs beside itself when they have no other: it keeps their mail while the app is open,
 * on this device, and lets others find their keys (specs/06 §1). An operator's mailbox does the same day and night.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunningMailbox } from '@sotto/mailbox';
import { UnavailableError } from '@sotto/wire';

const ANY_PORT = '/ip4/0.0.0.0/tcp/0';

/** Starts it for the first time and writes down its port, so that its address stays what the account says. */
export async function foundOwnMailbox(home: string): Promise<RunningMailbox> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  const mailbox = await run(home, ANY_PORT);
  const port = /\/tcp\/(\d+)\//.exec(publicAddress(mailbox))?.[1] ?? '0';
  await writeFile(listenFile(home), `/ip4/0.0.0.0/tcp/${port}\n`, { mode: 0o600 });
  return mailbox;
}

export function isOwnMailboxFounded(home: string): boolean {
  return existsSync(listenFile(home));
}

/**
 * Starts it again where it was founded; `undefined` where it was not, or where its folder or its port is taken: then
 * another program runs it, or the account does without it this time.
 */
export async function startOwnMailbox(home: string): Promise<RunningMailbox | undefined> {
  if (!isOwnMailboxFounded(home)) return undefined;
  const listen = (await readFile(listenFile(home), 'utf8')).trim();
  try {
    return await run(home, listen);
  } catch (error) {
    if (error instanceof UnavailableError) return undefined;
    throw error;
  }
}

/** The address to give to others: one that more than this device can reach, if there is any. */
export function publicAddress({ addresses }: Pick<RunningMailbox, 'addresses'>): string {
  const best = addresses.find((address) => !address.startsWith('/ip4/127.') && address.startsWith('/ip4/'));
  const address = best ?? addresses[0];
  if (address === undefined) throw new UnavailableError('unreachable', 'the mailbox listens on no address');
  return address;
}

function listenFile(home: string): string {
  return join(home, 'own-mailbox');
}

async function run(home: string, listen: string): Promise<RunningMailbox> {
  const [{ runMailbox }, { systemClock: clock, systemRandom: random }] = await Promise.all([
    import('@sotto/mailbox'),
    import('sotto'),
  ]);
  return await runMailbox({ folder: join(home, 'mailbox'), listen: [listen], clock, random });
}
