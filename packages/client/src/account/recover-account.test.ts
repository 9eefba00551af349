/** Coming back with the recovery words, on a network in memory (attacks A12, C1, E1). */
import { createRecoveryWords } from '@sotto/identity';
import type { KeyDirectory } from '@sotto/ports';
import { type MailboxAddress, parseMailboxAddress } from '@sotto/wire';
import { describe, expect, test } from 'vitest';
import { activeDevices, comeBack, recover } from '../../tests/recovery.ts';
import { World } from '../../tests/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Ada and Grace are friends; Grace's laptop is gone, and she comes back on a phone that is online. */
async function graceIsBack(seed: string, otherDevices: 'keep' | 'revoke', { isLaptopLost = true } = {}) {
  const world = new World({ seed });
  const { ada, grace: laptop } = await world.friends();
  if (isLaptopLost) await laptop.kill();
  const phone = await comeBack(world, laptop, { device: 'grace phone', otherDevices });
  await phone.open();
  await phone.goOnline();
  return { world, ada, laptop, phone };
}

describe('a person who comes back with the recovery words', () => {
  test('has the account again, with its mailboxes, and no contacts and no history', async () => {
    const { ada, phone } = await graceIsBack('back', 'keep');
    const before = await ada.client.contact('grace');
    const account = await phone.client.account();
    expect(account.id).toBe(before.id);
    expect(account.mailboxes).toHaveLength(3);
    expect(await activeDevices(phone)).toHaveLength(2);
    expect(await phone.client.contacts()).toEqual([]);
    expect(await phone.client.recoveryWords()).toBeUndefined();
  });

  test('is told apart by nobody: the same contact writes, and it arrives as a request with their name', async () => {
    const { world, ada, phone } = await graceIsBack('a request', 'revoke');
    await ada.sync();
    await world.pass(7 * HOUR);
    await ada.send('grace', 'are you there?');
    await world.pass(10_000);
    const [request] = await phone.client.contacts();
    expect(request).toMatchObject({ name: 'ada', status: 'request' });
    expect(await phone.texts('ada', 'in')).toEqual(['are you there?']);
    await world.during(phone.client.acceptRequest('ada'));
    await phone.send('ada', 'I am');
    await world.pass(10_000);
    expect(await ada.texts('grace', 'in')).toEqual(['I am']);
    expect(ada.notices).toEqual(expect.arrayContaining(['device-added', 'device-revoked', 'keys-changed']));
  });

  test('is found at once by a contact who gets their new link', async () => {
    const { world, ada, phone } = await graceIsBack('a new link', 'revoke');
    await ada.addLink(await phone.client.link(), 'grace');
    await ada.send('grace', 'welcome back');
    await world.pass(10_000);
    expect(await phone.texts('ada', 'in')).toEqual(['welcome back']);
    expect(await ada.client.contacts()).toHaveLength(1);
  });

  test('gets what is written from then on beside the old device, where that is still in use', async () => {
    const { world, ada, laptop, phone } = await graceIsBack('both', 'keep', { isLaptopLost: false });
    await world.pass(31 * MINUTE);
    expect(laptop.notices).toContain('device-added');
    expect(await activeDevices(laptop)).toHaveLength(2);
    await ada.send('grace', 'to both');
    await world.pass(10_000);
    expect(await laptop.texts('ada', 'in')).toContain('to both');
    expect(await phone.texts('ada', 'in')).toContain('to both');
  });

  test('is told of on the old device at once by a contact who has seen the longer log', async () => {
    const { world, ada, laptop, phone } = await graceIsBack('told by a contact', 'keep', { isLaptopLost: false });
    await world.pass(MINUTE);
    expect(laptop.notices).toEqual([]);
    await ada.addLink(await phone.client.link(), 'grace');
    await world.pass(5_000);
    expect(laptop.notices).toEqual(['device-added']);
  });

  test('C1: a device that was ended neither gets what is written nor can write', async () => {
    const { world, ada, laptop, phone } = await graceIsBack('ended', 'revoke', { isLaptopLost: false });
    await world.pass(31 * MINUTE);
    expect(laptop.notices).toContain('device-revoked');
    expect(await activeDevices(phone)).toEqual([(await phone.client.account()).device]);
    await expect(laptop.client.send('ada', 'it is me')).rejects.toMatchObject({ code: 'device-revoked' });
    await ada.sync();
    await world.pass(7 * HOUR);
    await ada.send('grace', 'for the phone');
    await world.pass(10_000);
    expect(await phone.texts('ada', 'in')).toContain('for the phone');
    expect(await laptop.texts('ada', 'in')).not.toContain('for the phone');
    await world.pass(MINUTE);
    expect(ada.peer.direct.isConnected(laptop.peer.direct.peerId)).toBe(false);
  });

  test('may end the old device later', async () => {
    const { world, laptop, phone } = await graceIsBack('later', 'keep', { isLaptopLost: false });
    const lost = (await laptop.client.account()).device;
    await expect(phone.client.revokeDevice('ffffff')).rejects.toMatchObject({ code: 'invalid-argument' });
    const own = (await phone.client.account()).device;
    await expect(phone.client.revokeDevice(own)).rejects.toMatchObject({ code: 'invalid-argument' });
    await world.during(phone.client.revokeDevice(lost.slice(0, 8)));
    expect(await activeDevices(phone)).toEqual([own]);
    await world.pass(31 * MINUTE);
    expect(laptop.notices).toContain('device-revoked');
    await expect(world.during(laptop.client.revokeDevice(own))).rejects.toMatchObject({ code: 'device-revoked' });
  });
});

describe('coming back is refused', () => {
  test('with words of nobody, and with words of another account than the link', async () => {
    const world = new World({ seed: 'refused' });
    const { ada, grace } = await world.friends();
    const other = createRecoveryWords((length) => world.prng.bytes(length));
    const device = await world.device('thief', async () => undefined);
    const attempt = (options: object) => world.during(recover(world, grace, device, options));
    await expect(attempt({ words: other })).rejects.toMatchObject({ code: 'not-found' });
    await expect(attempt({ words: 'one two three' })).rejects.toMatchObject({ code: 'invalid-argument' });
    const link = await grace.client.link();
    await expect(attempt({ words: ada.recoveryWords, link })).rejects.toMatchObject({ code: 'wrong-recipient' });
    await expect(attempt({ mailboxes: [] })).rejects.toMatchObject({ code: 'invalid-argument' });
    expect(await device.store.setting('account-log')).toBeUndefined();
  });

  test('when nobody can be reached, or too few to know what is newest', async () => {
    const world = new World({ seed: 'alone' });
    const { grace } = await world.friends();
    const device = await world.device('phone', async () => undefined);
    const [first, second, third] = world.mailboxes;
    second?.stop();
    third?.stop();
    const attempt = () => world.during(recover(world, grace, device, {}));
    await expect(attempt()).rejects.toMatchObject({ code: 'unreachable', facts: { mailboxes: 3, missing: 2 } });
    first?.stop();
    await expect(attempt()).rejects.toMatchObject({ code: 'unreachable' });
    for (const mailbox of world.mailboxes) mailbox.start();
    expect((await attempt()).account.state.devices).toHaveLength(2);
  });

  test.each([
    ['does not answer at the address that the link names', false],
    ['answers at the address that the link names only', true],
  ])('but not because a mailbox has moved and %s', async (_, isLinkRight) => {
    const world = new World({ seed: 'moved' });
    const { grace } = await world.friends();
    const device = await world.device('phone', async () => undefined);
    const [first, second, third] = world.mailboxes.map(({ address }) => address);
    if (first === undefined || second === undefined || third === undefined) throw new TypeError('too few mailboxes');
    world.mailboxes[2]?.stop();
    const named = parseMailboxAddress(first.replace('/127.0.0.1/', '/192.0.2.1/'));
    const { directory } = device.peer;
    const where = (source: MailboxAddress) => {
      if (source === (isLinkRight ? first : named)) return third;
      return source === named ? first : source;
    };
    const network = {
      directory: {
        publish: directory.publish.bind(directory),
        lookUp: directory.lookUp.bind(directory),
        lookUpOwn: (source, ...rest) => directory.lookUpOwn(where(source), ...rest),
        uploadOneTimePrekeys: directory.uploadOneTimePrekeys.bind(directory),
        takeOneTimePrekey: directory.takeOneTimePrekey.bind(directory),
        countOneTimePrekeys: directory.countOneTimePrekeys.bind(directory),
      } satisfies KeyDirectory,
    };
    const attempt = world.during(recover(world, grace, device, { mailboxes: [named, second], network }));
    expect((await attempt).account.state.devices).toHaveLength(2);
  });

  test('A12: an old log of one mailbox is passed over for the newer one of another', async () => {
    const { world, laptop, phone } = await graceIsBack('rollback', 'keep');
    world.mailboxes[0]?.lie('stale-directory');
    const [mailbox] = world.mailboxes;
    const tablet = await comeBack(world, laptop, { device: 'tablet', mailboxes: [mailbox?.address ?? ''] });
    await tablet.open();
    expect(await activeDevices(tablet)).toHaveLength(3);
    expect(await activeDevices(tablet)).toContain((await phone.client.account()).device);
  });

  test('A12: an old log that all mailboxes tell is refused when the link knows of a newer one', async () => {
    const { world, laptop, phone } = await graceIsBack('rollback by all', 'revoke');
    const link = await phone.client.link();
    for (const mailbox of world.mailboxes) mailbox.lie('stale-directory');
    const device = await world.device('tablet', async () => undefined);
    const attempt = world.during(recover(world, laptop, device, { link }));
    await expect(attempt).rejects.toMatchObject({ code: 'log-rollback' });
  });
});
