/** Coming back while things go wrong: kills at every commit, two at once, mailboxes that lie (attacks C1, E1). */
import { encodeAccountLog } from '@sotto/identity';
import { formatHex, parseMailboxAddress } from '@sotto/wire';
import { describe, expect, test } from 'vitest';
import { activeDevices, comeBack, devicesAtMailboxes, recover } from '../../tests/recovery.ts';
import { World } from '../../tests/world.ts';

describe('a device that dies while it comes back', () => {
  const moments = [1, 2, 3].flatMap((commit) => (['before', 'after'] as const).map((when) => ({ commit, when })));
  for (const { commit, when } of moments) {
    test(`E1: leaves nobody behind in the log: ${when} commit ${commit}`, async () => {
      const world = new World({ seed: `dies ${when} ${commit}` });
      const { grace } = await world.friends();
      const phone = await world.device('phone', async () => undefined);
      phone.store.failAt(commit, { when, crash: true });
      await expect(world.during(recover(world, grace, phone, {}))).rejects.toMatchObject({ code: 'storage' });
      expect(phone.store.hasCrashed).toBe(true);
      await phone.kill();
      const isDone = commit === 3 && when === 'after';
      if (!isDone) await world.during(recover(world, grace, phone, {}));
      await phone.open();
      await phone.goOnline();
      const devices = [...(await activeDevices(phone))].sort();
      expect(devices).toHaveLength(2);
      expect(await devicesAtMailboxes(world, grace)).toEqual([devices, devices, devices]);
    });
  }

  test('E1: goes on with its own keys when its first answer was lost, and ends nobody a second time', async () => {
    const world = new World({ seed: 'answer lost' });
    const { grace } = await world.friends();
    const phone = await world.device('phone', async () => undefined);
    phone.store.failAt(3, { when: 'before', crash: true });
    const attempt = world.during(recover(world, grace, phone, { otherDevices: 'revoke' }));
    await expect(attempt).rejects.toMatchObject({ code: 'storage' });
    await phone.kill();
    const tablet = await comeBack(world, grace, { device: 'tablet' });
    await tablet.open();
    const { revoked } = await world.during(recover(world, grace, phone, { otherDevices: 'revoke' }));
    expect(revoked).toEqual([]);
    await phone.open();
    expect(await activeDevices(phone)).toHaveLength(2);
    expect(await activeDevices(phone)).toEqual(await activeDevices(tablet));
  });
});

describe('an attempt that was cut off', () => {
  test('C1: does not go on once its device was ended', async () => {
    const world = new World({ seed: 'ended meanwhile' });
    const { grace } = await world.friends();
    const phone = await world.device('phone', async () => undefined);
    phone.store.failAt(3, { when: 'before', crash: true });
    await expect(world.during(recover(world, grace, phone, {}))).rejects.toMatchObject({ code: 'storage' });
    await phone.kill();
    await world.pass(31 * 60_000);
    const { device: own } = await grace.client.account();
    const [ghost] = (await activeDevices(grace)).filter((id) => id !== own);
    await world.during(grace.client.revokeDevice(ghost ?? ''));
    await expect(world.during(recover(world, grace, phone, {}))).rejects.toMatchObject({ code: 'already-initialised' });
  });
});

describe('two devices that come back at the same moment', () => {
  for (const seed of [1, 2, 3, 4]) {
    test(`C1: do not part the log, and neither ends the other (seed ${seed})`, async () => {
      const world = new World({ seed: `at once ${seed}`, faults: { minDelayMs: 1, maxDelayMs: 400 } });
      const { grace } = await world.friends();
      const devices = await Promise.all(['phone', 'tablet'].map((name) => world.device(name, async () => undefined)));
      const all = Promise.all(devices.map((device) => recover(world, grace, device, { otherDevices: 'revoke' })));
      const recovered = await world.during(all);
      const ids = recovered.map(({ account }) => formatHex(account.deviceId)).sort();
      for (const device of devices) {
        await device.open();
        await device.goOnline();
      }
      await world.pass(60_000);
      for (const device of devices) expect([...(await activeDevices(device))].sort()).toEqual(ids);
      expect(await devicesAtMailboxes(world, grace)).toEqual([ids, ids, ids]);
    });
  }
});

describe('messages that were on their way when a device was lost', () => {
  for (const otherDevices of ['keep', 'revoke'] as const) {
    test(`arrive at the device that came back (${otherDevices})`, async () => {
      const world = new World({ seed: `on the way ${otherDevices}` });
      const { ada, grace: laptop } = await world.friends();
      await ada.send('grace', 'read on the laptop');
      await world.pass(10_000);
      await laptop.kill();
      await ada.send('grace', 'nobody is there');
      await world.pass(30 * 60_000);
      const phone = await comeBack(world, laptop, { device: 'phone', otherDevices });
      await phone.open();
      await phone.goOnline();
      await world.pass(30 * 60_000);
      expect(await phone.texts('ada', 'in')).toEqual(['nobody is there']);
      expect((await phone.client.contact('ada')).status).toBe('request');
      expect(phone.notices).toEqual([]);
      await world.during(phone.client.acceptRequest('ada'));
      await world.pass(60_000);
      expect(await ada.sentStates('grace')).toEqual(['delivered', 'delivered']);
      expect(ada.keys.reused).toEqual([]);
    });
  }
});

describe('a mailbox that says that it has a newer log, and shows none', () => {
  test('C1: keeps nobody from coming back, nor from ending a device', async () => {
    const world = new World({ seed: 'claims' });
    const { grace: laptop } = await world.friends();
    const lost = (await laptop.client.account()).device;
    world.mailboxes[0]?.lie('claim-newer-log');
    const phone = await comeBack(world, laptop, { device: 'grace phone' });
    await phone.open();
    await phone.goOnline();
    expect(await activeDevices(phone)).toHaveLength(2);
    await world.during(phone.client.revokeDevice(lost));
    expect(await activeDevices(phone)).toEqual([(await phone.client.account()).device]);
    const [, second, third] = await devicesAtMailboxes(world, phone);
    expect([second, third]).toEqual([await activeDevices(phone), await activeDevices(phone)]);
  });

  test('decides nothing when nobody else can be reached', async () => {
    const world = new World({ seed: 'only claims' });
    const { grace } = await world.friends({ mailboxes: world.mailboxes.slice(0, 1) });
    world.mailboxes[0]?.lie('claim-newer-log');
    const device = await world.device('phone', async () => undefined);
    const attempt = world.during(recover(world, grace, device, {}));
    await expect(attempt).rejects.toMatchObject({ code: 'unreachable' });
  });
});

describe('whoever has no recovery words', () => {
  test('C1: a thief who runs a mailbox adds no device: what it hands out is refused', async () => {
    const world = new World({ seed: 'thief' });
    const { ada, grace } = await world.friends();
    const { directory, address } = world.mailboxes[0] ?? { directory: undefined, address: '' };
    const own = (await grace.identity()).state;
    const thief = await world.device('thief', async () => undefined);
    const attempt = world.during(recover(world, ada, thief, { link: await grace.client.link(), mailboxes: [address] }));
    await expect(attempt).rejects.toMatchObject({ code: 'wrong-recipient' });
    expect(directory?.lookUp(own.accountId, new Set())?.accountLog).toBeDefined();
    expect(await devicesAtMailboxes(world, grace)).toEqual(
      world.mailboxes.map(() => own.devices.map(({ deviceId }) => formatHex(deviceId))),
    );
  });

  test('C1: an entry of another account, or of an earlier place of the log, is refused when it is played again', async () => {
    const world = new World({ seed: 'replay' });
    const { ada, grace } = await world.friends();
    const before = (await grace.identity()).state;
    const phone = await comeBack(world, grace, { device: 'phone', otherDevices: 'revoke' });
    await phone.open();
    const entry = (await phone.identity()).state.entries.at(-1) ?? new Uint8Array(0);
    for (const state of [before, (await ada.identity()).state]) {
      const accountLog = encodeAccountLog({ ...state, entries: [...state.entries, entry] });
      const mailbox = parseMailboxAddress(world.mailboxes[0]?.address ?? '');
      const replay = world.during(ada.peer.directory.publish(mailbox, { accountLog, bundles: [] }));
      await expect(replay).rejects.toMatchObject({ code: 'refused' });
    }
  });
});
