/** First contact when keys are used up, handed out twice, old or false (specs/02, specs/03; attacks A9, A12, A13). */
import { LIMITS } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import type { Person } from '../tests/person.ts';
import { World } from '../tests/world.ts';

const DAY_MS = 86_400_000;

/** People whose keys are published and who are offline. */
async function people(seed: string, names: readonly string[]) {
  const world = new World({ seed });
  const found: Person[] = [];
  for (const name of names) {
    const person = await world.person(name);
    await person.sync();
    found.push(person);
  }
  return { world, people: found };
}

function get<Value>(values: readonly Value[], index: number): Value {
  const value = values[index];
  if (value === undefined) throw new TypeError('not there');
  return value;
}

describe('one-time prekeys', () => {
  it('A9: when all are taken, first contact works, and their owner refills on coming online', async () => {
    const { world, people: all } = await people('drained', ['ada', 'grace']);
    const [ada, grace] = [get(all, 0), get(all, 1)];
    const link = await grace.client.link();
    await grace.kill();
    for (const mailbox of world.mailboxes) mailbox.directory.drain();
    await ada.addLink(link, 'grace');
    await ada.send('grace', 'without a one-time prekey');
    await ada.sync();
    await grace.open();
    await grace.goOnline();
    expect(await grace.texts('ada')).toEqual(['without a one-time prekey']);
    const device = await deviceOf(grace);
    for (const mailbox of world.mailboxes) {
      expect(mailbox.directory.count(device.accountId, device.deviceId)).toBe(LIMITS.ONE_TIME_PREKEY_TARGET);
    }
  });

  it('A9: while online the owner notices that they were drained', async () => {
    const { world, people: all } = await people('drained online', ['grace']);
    const grace = get(all, 0);
    await grace.goOnline();
    for (const mailbox of world.mailboxes) mailbox.directory.drain();
    await world.pass(15 * 60_000);
    const { accountId, deviceId } = await deviceOf(grace);
    for (const mailbox of world.mailboxes) {
      expect(mailbox.directory.count(accountId, deviceId)).toBe(LIMITS.ONE_TIME_PREKEY_TARGET);
    }
  });

  it('A9: whoever drains them again and again does not fill the store of their owner', async () => {
    const { world, people: all } = await people('flood', ['grace']);
    const grace = get(all, 0);
    for (let day = 0; day < 14; day++) {
      for (const mailbox of world.mailboxes) mailbox.directory.drain();
      await grace.sync();
      await world.pass(11 * 60_000);
    }
    expect((await grace.store.prekeys('one-time')).length).toBeLessThanOrEqual(3_000);
  });

  it('A9: one that was handed out twice costs a contact one round trip and no message', async () => {
    const { world, people: all } = await people('twice, contact', ['ada', 'bob', 'grace']);
    const [ada, bob, grace] = [get(all, 0), get(all, 1), get(all, 2)];
    for (const mailbox of world.mailboxes) mailbox.lie('repeat-prekeys');
    await ada.add(grace);
    await ada.send(grace, 'ada was first');
    await ada.sync();
    await grace.sync();
    // Grace has Bob as a contact, and has not been able to reach his mailboxes yet.
    for (const mailbox of world.mailboxes) mailbox.stop();
    await grace.add(bob);
    for (const mailbox of world.mailboxes) mailbox.start();
    await bob.add(grace);
    await bob.send(grace, 'bob came second');
    await bob.sync();
    await grace.sync();
    await bob.sync();
    await grace.sync();
    expect(await grace.texts(ada)).toEqual(['ada was first']);
    expect(await grace.texts(bob)).toEqual(['bob came second']);
    await bob.sync();
    expect(await bob.sentStates(grace)).toEqual(['delivered']);
  });

  it('A9: one that was handed out twice costs a stranger a day and no message, and the receiver says nothing', async () => {
    const { world, people: all } = await people('twice, stranger', ['ada', 'bob', 'grace']);
    const [ada, bob, grace] = [get(all, 0), get(all, 1), get(all, 2)];
    for (const mailbox of world.mailboxes) mailbox.lie('repeat-prekeys');
    for (const stranger of [ada, bob]) {
      await stranger.add(grace);
      await stranger.send(grace, `${stranger.name} is new here`);
      await stranger.sync();
    }
    const sent = grace.sent.length;
    await grace.sync();
    expect(await grace.client.contacts()).toMatchObject([{ name: 'ada' }]);
    expect(await bob.sentStates(grace)).toEqual(['custody']);
    await bob.sync();
    await world.pass(LIMITS.INTRODUCTION_PATIENCE_SECONDS * 1_000);
    await bob.sync();
    await grace.sync();
    expect(await grace.texts('bob')).toEqual(['bob is new here']);
    expect(grace.sent.length).toBe(sent);
    // It was tried with other keys once. Nothing is gained by doing it again and again.
    const tried = bob.sent.length;
    for (let day = 0; day < 3; day++) {
      await world.pass(DAY_MS);
      await bob.sync();
    }
    expect(bob.sent.length).toBe(tried);
    await grace.client.acceptRequest('bob');
    await grace.sync();
    await bob.sync();
    expect(await bob.sentStates(grace)).toEqual(['delivered']);
    expect(await grace.texts('bob')).toEqual(['bob is new here']);
  });
});

describe('a directory that lies', () => {
  it('A12, A13, C1: is outvoted by one honest source', async () => {
    const { world, people: all } = await people('lying directories', ['ada', 'grace']);
    const [ada, grace] = [get(all, 0), get(all, 1)];
    await world.pass(8 * DAY_MS);
    await grace.sync();
    get(world.mailboxes, 0).lie('stale-directory');
    get(world.mailboxes, 1).lie('flip-directory-bits');
    await ada.add(grace);
    await ada.send(grace, 'to the newest keys');
    await ada.sync();
    await grace.sync();
    expect(await grace.texts('ada')).toEqual(['to the newest keys']);
  });

  it('A12: keys that are too old, or older than some already seen, start no session; the person is told why', async () => {
    const { world, people: all } = await people('stale', ['ada', 'grace']);
    const [ada, grace] = [get(all, 0), get(all, 1)];
    await world.pass(8 * DAY_MS);
    await grace.sync();
    await ada.add(grace);
    const sessions = await ada.sessionIds(grace);
    for (const mailbox of world.mailboxes) mailbox.lie('stale-directory');
    // Ada's store is lost but for the contact: she needs a new session and is offered the old bundle only.
    await ada.forgetSessions(grace);
    await ada.send(grace, 'waits for true keys');
    await ada.sync();
    expect(await ada.sentStates(grace)).toEqual(['queued']);
    expect((await ada.client.status()).lastError?.code).toBe('stale-bundle');
    expect(sessions.size).toBe(1);
    expect((await ada.sessionIds(grace)).size).toBe(0);
    for (const mailbox of world.mailboxes) mailbox.beHonest();
    await ada.sync();
    await grace.sync();
    expect(await grace.texts('ada')).toEqual(['waits for true keys']);
  });

  it('A12: a bundle that has expired is not used, whoever hands it out', async () => {
    const { world, people: all } = await people('expired', ['ada', 'grace']);
    const [ada, grace] = [get(all, 0), get(all, 1)];
    const link = await grace.client.link();
    await grace.kill();
    await world.pass(31 * DAY_MS);
    await ada.addLink(link, 'grace');
    await ada.send('grace', 'after a month');
    await ada.sync();
    expect(await ada.sentStates('grace')).toEqual(['queued']);
    expect((await ada.client.status()).lastError?.code).toBe('stale-bundle');
    await grace.open();
    await grace.sync();
    await ada.sync();
    await grace.sync();
    expect(await grace.texts('ada')).toEqual(['after a month']);
  });

  it('A12, C1: keys that do not belong to the link are refused, and nothing is stored', async () => {
    const { world, people: all } = await people('false keys', ['ada', 'grace']);
    const [ada, grace] = [get(all, 0), get(all, 1)];
    for (const mailbox of world.mailboxes) mailbox.lie('flip-directory-bits');
    await expect(ada.add(grace)).rejects.toMatchObject({ name: expect.stringMatching(/VerifyError|DecodeError/) });
    expect(await ada.client.contacts()).toEqual([]);
  });
});

describe('adding each other', () => {
  it('A11: at the same moment ends with one conversation', async () => {
    const { world, people: all } = await people('same moment', ['ada', 'grace']);
    const [ada, grace] = [get(all, 0), get(all, 1)];
    const [adaLink, graceLink] = [await ada.client.link(), await grace.client.link()];
    await Promise.all([ada.goOnline(), grace.goOnline()]);
    await world.during(
      Promise.all([
        ada.client.addContact(graceLink, { as: 'grace' }),
        grace.client.addContact(adaLink, { as: 'ada' }),
        ada.client.addContact(graceLink),
      ]),
    );
    await Promise.all([ada.client.send('grace', 'hello'), grace.client.send('ada', 'hello')]);
    await world.pass(10_000);
    expect(await ada.texts(grace)).toEqual(['hello', 'hello']);
    expect(await grace.texts(ada)).toEqual(['hello', 'hello']);
    expect(await ada.client.contacts()).toHaveLength(1);
    expect((await ada.sessions(grace))[0]?.id).toEqual((await grace.sessions(ada))[0]?.id);
  });

  it('waits without mailboxes, and works once they can be reached', async () => {
    const { world, people: all } = await people('later', ['ada', 'grace']);
    const [ada, grace] = [get(all, 0), get(all, 1)];
    for (const mailbox of world.mailboxes) mailbox.stop();
    await ada.add(grace);
    await ada.send(grace, 'before the keys');
    expect(await ada.client.contact('grace')).toMatchObject({ reachableKeys: false });
    for (const mailbox of world.mailboxes) mailbox.start();
    await ada.sync();
    await grace.sync();
    await grace.send('ada', 'and back');
    // Ada is offline; her new topic is open all the same.
    await ada.kill();
    expect((await grace.sync()).pending).toBe(0);
    await ada.open();
    await ada.sync();
    expect(await ada.texts('grace')).toEqual(['before the keys', 'and back']);
  });
});

async function deviceOf(person: Person) {
  const { id: accountId, deviceId } = await person.identity();
  return { accountId, deviceId };
}
