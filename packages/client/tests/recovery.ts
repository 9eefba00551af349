/** New devices of people who come back with their recovery words. */
import { verifyAccountLog } from '@sotto/identity';
import { SeededPrng } from '@sotto/testkit';
import { formatHex } from '@sotto/wire';
import { type RecoverAccountOptions, recoverAccount } from '../src/index.ts';
import type { Person } from './person.ts';
import type { World } from './world.ts';

export interface ComingBack extends Partial<Omit<RecoverAccountOptions, 'store' | 'random'>> {
  /** Of the test; people of a world are told apart by it. */
  readonly device: string;
}

/** A device of `person` that has come back, not running yet. Knows the words, and every mailbox of the world. */
export async function comeBack(world: World, person: Person, options: ComingBack): Promise<Person> {
  return await world.device(options.device, async (device) => {
    await world.during(recover(world, person, device, options));
  });
}

/** The attempt itself, on a device that is there. */
export async function recover(world: World, person: Person, device: Person, options: Omit<ComingBack, 'device'>) {
  const { recoveryWords: words, name } = person;
  await device.peer.start();
  try {
    return await recoverAccount({
      store: device.store,
      network: device.peer,
      clock: world.clock,
      random: new SeededPrng(`coming back ${device.name}`),
      words,
      name,
      mailboxes: world.mailboxes.map(({ address }) => address),
      otherDevices: 'keep',
      ...options,
    });
  } finally {
    device.peer = await world.network.restartPeer(device.peer);
  }
}

/** Ids of the devices that the account has, as this device knows. */
export async function activeDevices(person: Person): Promise<string[]> {
  const devices = await person.client.devices();
  return devices.filter(({ revoked }) => !revoked).map(({ id }) => id);
}

/** The devices that each mailbox of the world says the account has. */
export async function devicesAtMailboxes(world: World, person: Person): Promise<string[][]> {
  const { id } = await person.identity();
  return world.mailboxes.map(({ directory }) => {
    const entry = directory.lookUp(id, new Set());
    const state = verifyAccountLog(entry?.accountLog ?? new Uint8Array(0), { accountId: id });
    return state.devices.map(({ deviceId }) => formatHex(deviceId)).sort();
  });
}
