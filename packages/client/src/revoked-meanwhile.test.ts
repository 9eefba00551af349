/** Logs that grow while something that was read before waits for its turn (specs/01 §9; attacks C1, C3). */
import { appendOperation, createDeviceKeys, encodeAccountLog, recoveryKey, rejoinAccount } from '@sotto/identity';
import { formatHex } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import type { Person } from '../tests/person.ts';
import { World } from '../tests/world.ts';
import type { ClientParts } from './client-parts.ts';
import { accountLogChange } from './contact-keys.ts';

/** Ada knows Grace's log; Grace's device has sealed an introduction that Ada has not seen. */
async function introduced(seed: string) {
  const world = new World({ seed });
  const [ada, grace] = [await world.person('ada'), await world.person('grace')];
  await ada.goOnline();
  await grace.goOnline();
  await ada.restart();
  await grace.add(ada);
  await grace.send('ada', 'from a device in other hands');
  await world.pass(5_000);
  const link = await grace.client.link();
  await grace.kill();
  await ada.addLink(link, 'grace');
  await ada.kill();
  const [envelope] = grace.sent;
  if (envelope === undefined) throw new TypeError('nothing was sealed');
  return { world, grace, envelope, parts: await ada.openParts() };
}

/** Grace's log after she came back somewhere else and ended the device. */
async function logWithout({ world, grace, parts }: { world: World; grace: Person; parts: ClientParts }) {
  const contact = parts.context.contacts.find('grace');
  const state = parts.context.contacts.state(contact);
  if (state === undefined) throw new TypeError('the log of Grace is not known');
  const longer = rejoinAccount({
    state,
    recoveryKey: recoveryKey(grace.recoveryWords),
    device: await createDeviceKeys((length) => world.prng.bytes(length)),
    revoked: state.devices.map(({ deviceId }) => deviceId),
    nowMs: world.clock.nowMs(),
  });
  return { contact, state, longer };
}

describe('a log that has grown meanwhile', () => {
  it('C3: an introduction that waited while its device was revoked is refused, and takes nothing back', async () => {
    const talk = await introduced('waited');
    const { parts, envelope, world } = talk;
    const { contact, longer } = await logWithout(talk);
    const { locks, contacts, ledger } = parts.context;
    const waits = Promise.withResolvers<void>();
    const run = locks.run.bind(locks);
    const first = Promise.withResolvers<void>();
    const held = run(formatHex(contact.accountId), async () => {
      await first.promise;
      const record = { ...contact, accountLog: encodeAccountLog(longer) };
      await ledger.commit([{ kind: 'put-contact', record }]);
      contacts.adopt(record, longer);
    });
    locks.run = async (key, work) => {
      waits.resolve();
      return await run(key, work);
    };
    const received = parts.inbox.receive(envelope, { mailbox: world.mailboxes[0]?.address ?? '' });
    await waits.promise;
    first.resolve();
    await held;
    expect(await received).toMatchObject({ kind: 'refused' });
    expect(contacts.state(contacts.latest(contact))?.head).toEqual(longer.head);
  });

  it('C1: an older log that was looked up before takes nothing back, and another branch is a fork', async () => {
    const talk = await introduced('looked up');
    const { contact, state, longer } = await logWithout(talk);
    const latest = { ...contact, accountLog: encodeAccountLog(longer) };
    expect(accountLogChange(latest, longer, state)).toBeUndefined();
    expect(accountLogChange(contact, state, longer)?.notices).toContainEqual({ kind: 'keys-changed' });
    const branch = appendOperation({
      state,
      operation: { kind: 'setMailboxes', mailboxes: [] },
      signers: [recoveryKey(talk.grace.recoveryWords)],
      nowMs: talk.world.clock.nowMs(),
    });
    expect(() => accountLogChange(latest, longer, branch)).toThrow(expect.objectContaining({ code: 'log-fork' }));
  });
});
