/** A copy of a device's state that somebody else uses (specs/08 §9; attack B7). */
import { decodeEnvelope } from '@sotto/crypto';
import { describe, expect, it } from 'vitest';
import type { Person } from '../tests/person.ts';
import { flipPayloadBit, withOtherTtl } from '../tests/rewrapped.ts';
import { stolenCopy, writeAs } from '../tests/stolen-copy.ts';
import { type PersonOptions, World } from '../tests/world.ts';

/** The way by which a copy is read that nobody fetches. */
const AT_MAILBOX = { mailbox: '/ip4/192.0.2.1/tcp/1/p2p/12D3KooWLiEiRm1tKM5Did8PAGt9o8o1oth7rXN5Q5eWfvvbZPw7' };
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

async function roundTrip(world: World, ada: Person, grace: Person): Promise<void> {
  await ada.send(grace, 'ping');
  await world.pass(2 * MINUTE_MS);
  await grace.send(ada, 'pong');
  await world.pass(2 * MINUTE_MS);
}

/** Ada and Grace, in the middle of a conversation, without a direct connection. */
async function talking(seed: string, options: PersonOptions = {}) {
  const world = new World({ seed });
  const { ada, grace } = await world.friends({ dialable: false, ...options });
  await roundTrip(world, ada, grace);
  return { world, ada, grace };
}

function alarms(person: Person): string[] {
  return person.notices.filter((kind) => kind === 'clone-suspected');
}

describe('a copy of a device that writes', () => {
  it('B7: is noticed when it writes what the device has written already', async () => {
    const { world, ada, grace } = await talking('clone second');
    const thief = await stolenCopy(world, ada);
    await ada.send(grace, 'genuine');
    await world.pass(MINUTE_MS);
    await writeAs(world, thief, grace, 'forged');
    await world.pass(MINUTE_MS);
    expect(await grace.texts(ada, 'in')).toEqual(['ping', 'genuine']);
    expect(alarms(grace)).toHaveLength(1);
    const { device } = await ada.client.account();
    expect(await grace.client.notices('ada')).toMatchObject([{ kind: 'clone-suspected', device }]);
    expect(alarms(ada)).toEqual([]);
  });

  it('B7: is noticed when it writes first, and the message of the true device gets through all the same', async () => {
    const { world, ada, grace } = await talking('clone first');
    const thief = await stolenCopy(world, ada);
    await writeAs(world, thief, grace, 'forged');
    await world.pass(MINUTE_MS);
    expect(alarms(grace)).toEqual([]);
    await ada.send(grace, 'genuine');
    await world.pass(10 * MINUTE_MS);
    expect(await grace.texts(ada, 'in')).toEqual(['ping', 'forged', 'genuine']);
    expect(alarms(grace)).toHaveLength(1);
    expect(grace.notices).toContain('chain-broken');
  });

  it('B7: after one round trip it neither reads nor injects, and trying to is noticed', async () => {
    const { world, ada, grace } = await talking('clone healed');
    const thief = await stolenCopy(world, ada);
    await roundTrip(world, ada, grace);
    await ada.kill();
    const before = grace.sent.length;
    await grace.send(ada, 'only for the true one');
    await world.pass(2 * MINUTE_MS);
    const { inbox } = await thief.openParts();
    const results = [];
    for (const envelope of grace.sent.slice(before)) results.push((await inbox.receive(envelope, AT_MAILBOX)).kind);
    expect(new Set(results)).toEqual(new Set(['refused']));
    await writeAs(world, thief, grace, 'forged');
    await writeAs(world, thief, grace, 'forged once more');
    await world.pass(MINUTE_MS);
    expect(await grace.texts(ada, 'in')).toEqual(['ping', 'ping']);
    expect(alarms(grace)).toHaveLength(1);
    await ada.open();
    await ada.goOnline();
    await world.pass(10 * MINUTE_MS);
    expect(await ada.texts(grace, 'in')).toEqual(['pong', 'pong', 'only for the true one']);
  });

  it('B7: is noticed at once when it answers for a device that had written meanwhile', async () => {
    const { world, ada, grace } = await talking('clone turns');
    const thief = await stolenCopy(world, ada);
    await ada.send(grace, 'genuine');
    await world.pass(2 * MINUTE_MS);
    await ada.kill();
    await grace.send(ada, 'an answer');
    await world.pass(2 * MINUTE_MS);
    await thief.open();
    await thief.goOnline();
    expect(await thief.texts('grace', 'in')).toContain('an answer');
    await thief.send('grace', 'forged');
    await world.pass(2 * MINUTE_MS);
    expect(alarms(grace)).toHaveLength(1);
  });

  it('B7: the device that it has pushed out notices too, and gets back into the conversation', async () => {
    const { world, ada, grace } = await talking('clone pushes out', { receipts: false });
    await ada.send(grace, 'and you?');
    await world.pass(2 * MINUTE_MS);
    const thief = await stolenCopy(world, ada);
    const before = grace.sent.length;
    await grace.send(ada, 'to both');
    await world.pass(2 * MINUTE_MS);
    await writeAs(world, thief, grace, 'forged', grace.sent.slice(before));
    await world.pass(2 * MINUTE_MS);
    expect(await grace.texts(ada, 'in')).toEqual(['ping', 'and you?', 'forged']);
    expect([...alarms(grace), ...alarms(ada)]).toEqual([]);
    const sent = ['one', 'two', 'three', 'four'];
    for (const text of sent) {
      await grace.send(ada, text);
      await world.pass(4 * MINUTE_MS);
    }
    await world.pass(10 * MINUTE_MS);
    expect(alarms(ada)).toHaveLength(1);
    const { device } = await grace.client.account();
    expect(await ada.client.notices('grace')).toMatchObject([{ kind: 'clone-suspected', device }]);
    expect(await ada.texts(grace, 'in')).toEqual(['pong', 'to both', ...sent]);
    await ada.send(grace, 'I am back');
    await world.pass(10 * MINUTE_MS);
    expect(await grace.texts(ada, 'in')).toEqual(['ping', 'and you?', 'forged', 'I am back']);
  });

  it('B7: shows by its numbers when it has read, deleted and answered what the device never saw', async () => {
    const { world, ada, grace } = await talking('clone in between');
    await ada.kill();
    const thief = await stolenCopy(world, ada);
    await grace.send(ada, 'read by the thief');
    await world.pass(2 * MINUTE_MS);
    await thief.open();
    await thief.goOnline();
    await thief.send('grace', 'forged');
    await world.pass(2 * MINUTE_MS);
    await thief.close();
    await ada.open();
    await ada.goOnline();
    await grace.send(ada, 'to Ada');
    await world.pass(10 * MINUTE_MS);
    expect(await ada.texts(grace, 'in')).toEqual(['pong', 'to Ada']);
    expect(await ada.client.contact('grace')).toMatchObject({ missing: 1 });
    await ada.send(grace, 'genuine');
    await world.pass(10 * MINUTE_MS);
    expect(await grace.texts(ada, 'in')).toEqual(['ping', 'forged', 'genuine']);
    expect(await grace.client.notices('ada')).toMatchObject([{ kind: 'chain-broken' }]);
  });
});

describe('the alarm', () => {
  it('B7: is stored, found again after a restart, and not repeated all day', async () => {
    const { world, ada, grace } = await talking('alarm stored');
    const thief = await stolenCopy(world, ada);
    await ada.send(grace, 'genuine');
    await world.pass(MINUTE_MS);
    for (let i = 0; i < 3; i++) await writeAs(world, thief, grace, `forged ${i}`);
    await world.pass(MINUTE_MS);
    const [notice, ...others] = await grace.client.notices('ada');
    expect(others).toEqual([]);
    await grace.restart();
    expect(await grace.client.notices('ada')).toEqual([notice]);
    await grace.goOnline();
    await world.pass(DAY_MS);
    await writeAs(world, thief, grace, 'forged again');
    await world.pass(MINUTE_MS);
    expect(await grace.client.notices('ada')).toHaveLength(2);
  });

  it('B7: does not come from copies, resends, other wrappings and changed bodies, whatever mailboxes do', async () => {
    const { world, ada, grace } = await talking('no false alarm');
    await grace.kill();
    for (let i = 0; i < 6; i++) await ada.send(grace, `number ${i}`);
    await world.pass(MINUTE_MS);
    const { inbox } = await grace.openParts();
    const envelopes = ada.sent.slice(-20);
    for (const envelope of envelopes) {
      for (let i = 0; i < 20; i++) await inbox.receive(flipPayloadBit(envelope, world.prng), AT_MAILBOX);
      await world.pass(10_000);
    }
    await grace.restart();
    await grace.goOnline();
    await world.pass(2 * MINUTE_MS);
    expect(await grace.texts(ada, 'in')).toEqual(['ping', ...[0, 1, 2, 3, 4, 5].map((i) => `number ${i}`)]);
    await grace.kill();
    const again = await grace.openParts();
    for (const envelope of envelopes) {
      const { ttlSeconds } = decodeEnvelope(envelope).envelope;
      await again.inbox.receive(envelope, AT_MAILBOX);
      await again.inbox.receive(withOtherTtl(envelope, ttlSeconds - 1), AT_MAILBOX);
      await again.inbox.receive(flipPayloadBit(envelope, world.prng), AT_MAILBOX);
    }
    await grace.restart();
    expect(await grace.client.notices('ada')).toEqual([]);
  });

  it('B7: does not come from a device that was put back from a backup and knows it', async () => {
    const { world, ada, grace } = await talking('restored');
    const backup = ada.store.snapshot();
    await roundTrip(world, ada, grace);
    await ada.send(grace, 'after the backup');
    await world.pass(MINUTE_MS);
    await ada.restore(backup);
    await ada.goOnline();
    await world.pass(MINUTE_MS);
    await ada.send(grace, 'I was put back');
    await world.pass(20 * MINUTE_MS);
    expect(await grace.texts(ada, 'in')).toContain('I was put back');
    expect([...alarms(grace), ...alarms(ada)]).toEqual([]);
  });
});
