/** What the owner of an account, or whoever has the recovery words, does to its log. */
import {
  type AccountState,
  appendOperation,
  createDeviceKeys,
  encodeAccountLog,
  encodeDeviceKeys,
  recoveryKey,
  toDevice,
} from '@sotto/identity';
import type { MemoryMessageStore } from '@sotto/testkit';
import { Ledger } from '../src/ledger.ts';
import { OwnAccount } from '../src/own-account.ts';
import { OwnPrekeys } from '../src/own-prekeys.ts';
import { OwnTopics, putTopic } from '../src/own-topics.ts';
import { putBytes, putText, SETTINGS } from '../src/settings.ts';
import type { Person } from './person.ts';
import type { World } from './world.ts';

/** The log with one more device, and that device’s keys. */
export async function logWithNewDevice(world: World, person: Person) {
  const own = await person.identity();
  const deviceKeys = await createDeviceKeys((length) => world.prng.bytes(length));
  const state = appendOperation({
    state: own.state,
    operation: { kind: 'addDevice', device: toDevice(deviceKeys) },
    signers: [recoveryKey(person.recoveryWords), deviceKeys.signingKey],
    nowMs: world.clock.nowMs(),
  });
  return { state, deviceKeys };
}

/** The device learns that its account has this log now; it tells others when it is started again. */
export async function adoptOwnLog(person: Person, state: AccountState): Promise<void> {
  await person.store.commit([putBytes(SETTINGS.accountLog, encodeAccountLog(state))]);
}

/** The log as directories hand it out from now on. */
export function publishLog(world: World, state: AccountState): void {
  const accountLog = encodeAccountLog(state);
  for (const { directory } of world.mailboxes) directory.present({ accountLog, bundles: [] });
}

/** Puts a second device of the account into an empty store. */
export async function foundDevice(
  world: World,
  store: MemoryMessageStore,
  account: { readonly name: string; readonly state: AccountState; readonly deviceKeys: OwnAccount['deviceKeys'] },
): Promise<void> {
  const { name, state, deviceKeys } = account;
  const nowMs = world.clock.nowMs();
  const own = new OwnAccount(state, deviceKeys, name);
  const intro = OwnTopics.create({ mailboxes: state.mailboxes, random: world.prng, nowMs });
  await store.commit([
    putTopic(intro),
    putBytes(SETTINGS.accountLog, encodeAccountLog(state)),
    putBytes(SETTINGS.deviceKeys, encodeDeviceKeys(deviceKeys)),
    putText(SETTINGS.name, name),
  ]);
  const prekeys = await OwnPrekeys.load({ store, ledger: new Ledger(store), own, random: world.prng });
  await prekeys.rotate(intro, nowMs);
}
