/** Strangers and blocked contacts: what they may cause, and what they never get (specs/08 §8; attacks G10, C10). */
import { type AddressBody, asAccountId, LIMITS } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import { stateOf } from '../tests/inspection.ts';
import { MaliciousContact } from '../tests/malicious-contact.ts';
import type { Person } from '../tests/person.ts';
import { World } from '../tests/world.ts';

/** Ada writes to Grace, who is online and does not know her. */
async function request(seed: string) {
  const world = new World({ seed });
  const [ada, grace] = [await world.person('ada'), await world.person('grace')];
  await grace.goOnline();
  await ada.goOnline();
  const quiet = reactionsOf(grace);
  await ada.add(grace);
  await ada.send(grace, 'hello, stranger');
  await world.pass(10 * 60_000);
  return { world, ada, grace, quiet };
}

/** What others can notice of a device, apart from reading its own mailboxes. */
function reactionsOf(person: Person) {
  return { sent: person.sent.length, connected: person.peer.direct.connectedPeers() };
}

describe('a stranger', () => {
  it('G10: makes a request, and gets no receipt, no answer and no connection until it is accepted', async () => {
    const { world, ada, grace, quiet } = await request('stranger');
    expect(await grace.client.contacts()).toMatchObject([{ name: 'ada', status: 'request', unread: 1, online: false }]);
    await grace.client.markRead('ada');
    await world.pass(10 * 60_000);
    expect(reactionsOf(grace)).toEqual(quiet);
    expect(ada.peer.direct.connectedPeers()).toEqual([]);
    expect(await ada.sentStates(grace)).toEqual(['custody']);
    await expect(world.during(ada.peer.direct.connect(locationOf(grace)))).rejects.toMatchObject({
      code: 'unreachable',
    });

    await grace.client.acceptRequest('ada');
    await world.pass(10 * 60_000);
    // What was read before is receipted as read now.
    expect(await ada.sentStates(grace)).toEqual(['read']);
    expect(ada.peer.direct.connectedPeers()).toEqual([grace.peer.peerId]);
  });

  it('gets receipts for its edits and deletions too once it is accepted', async () => {
    const { world, ada, grace } = await request('stranger effects');
    const [first] = await ada.views(grace);
    const second = await ada.send(grace, 'sent by mistake');
    const edit = await world.during(ada.client.edit(first?.id ?? '', 'better'));
    const deletion = await world.during(ada.client.deleteForAll(second.id));
    await world.pass(10 * 60_000);
    await grace.client.acceptRequest('ada');
    await world.pass(10 * 60_000);
    for (const { id } of [edit, deletion]) {
      expect(await ada.client.messageInfo(id)).toMatchObject({ message: { state: 'delivered' } });
    }
  });

  it('G10: cannot make us look it up, by claiming that its log has grown or that it sees another of ours', async () => {
    const { world, ada, grace, quiet } = await request('outdated');
    await ada.kill();
    const parts = await ada.openParts();
    await parts.context.network.start();
    const malicious = await MaliciousContact.take(parts, 'grace', world.prng);
    const lookUps = grace.lookUps;
    const lies: Partial<AddressBody>[] = [
      { ourHeadSequence: 1_000n },
      { yourHeadSequence: 1_000n, yourHeadHash: new Uint8Array(32) },
      { name: 'somebody else' },
    ];
    const topics = stateOf(grace.store).topics;
    for (const [index, lie] of lies.entries()) {
      const address = { ...malicious.honestAddress(), ...lie, number: BigInt(world.clock.nowMs() + index) };
      await malicious.deposit(await malicious.sealParts(new Uint8Array(0), address));
    }
    await world.pass(10 * 60_000);
    expect(await grace.client.contacts()).toMatchObject([{ name: 'ada', claimedName: 'somebody else' }]);
    expect(grace.lookUps).toBe(lookUps);
    expect(reactionsOf(grace)).toEqual(quiet);
    expect(grace.notices).toEqual([]);
    expect(stateOf(grace.store).topics).toEqual(topics);
  });

  it('G10: is bounded in what it can make us keep; the rest comes once it is accepted', async () => {
    const { world, ada, grace } = await request('flood');
    for (let i = 2; i <= LIMITS.MAX_REQUEST_MESSAGES + 10; i++) await ada.send(grace, `message ${i}`);
    await world.pass(10 * 60_000);
    expect(await grace.texts('ada')).toHaveLength(LIMITS.MAX_REQUEST_MESSAGES);
    await grace.client.acceptRequest('ada');
    await grace.sync();
    await world.pass(10 * 60_000);
    expect(await grace.texts('ada')).toHaveLength(LIMITS.MAX_REQUEST_MESSAGES + 10);
    expect(new Set(await ada.sentStates(grace))).toEqual(new Set(['delivered']));
  });

  it('G10: waits outside while too many others wait inside', async () => {
    const world = new World({ seed: 'crowd' });
    const [ada, grace] = [await world.person('ada'), await world.person('grace')];
    await grace.store.commit(
      Array.from({ length: LIMITS.MAX_REQUESTS }, (_, index) => ({
        kind: 'put-contact',
        record: {
          accountId: asAccountId(world.prng.bytes(32)),
          status: 'request',
          name: `stranger ${index}`,
          claimedName: 'stranger',
          accountLog: new Uint8Array(0),
          acceptedKeys: new Uint8Array(0),
          addedAtMs: world.clock.nowMs(),
        },
      })),
    );
    await grace.restart();
    await grace.sync();
    await ada.add(grace);
    await ada.send(grace, 'is there room?');
    await ada.sync();
    await grace.sync();
    expect(await grace.client.contacts()).toHaveLength(LIMITS.MAX_REQUESTS);
    await grace.client.block('stranger 0');
    await grace.sync();
    expect(await grace.texts('ada')).toEqual(['is there room?']);
  });

  it('C10: gets a name that no contact has, whatever it calls itself, also when two come at once', async () => {
    const world = new World({ seed: 'names' });
    const grace = await world.person('grace');
    const names = ['Ada', 'ada', '\u0041da', 'a\u200bda', '\ufb01ona', 'fiona', '\u202eada'];
    await grace.sync();
    const strangers: Person[] = [];
    for (const [index, name] of names.entries()) {
      const stranger = await world.person(`stranger ${index}`, { calls: name });
      await stranger.add(grace, 'grace');
      await stranger.send('grace', name);
      await stranger.sync();
      strangers.push(stranger);
    }
    await grace.goOnline();
    await world.pass();
    const shown = (await grace.client.contacts()).map(({ name }) => name);
    expect(shown).toHaveLength(names.length);
    expect(new Set(shown.map((name) => name.normalize('NFKC').toLowerCase())).size).toBe(names.length);
    for (const name of shown) expect(name).toMatch(/^[\p{L}\d -]+$/u);
    expect(strangers).toHaveLength(names.length);
  });
});

describe('a contact that is blocked', () => {
  it('G10: gets no receipt, no answer and no connection, and its words are not shown', async () => {
    const world = new World({ seed: 'blocked' });
    const { ada, grace } = await world.friends();
    await ada.send(grace, 'before');
    await world.pass(60_000);
    expect(grace.peer.direct.connectedPeers()).toEqual([ada.peer.peerId]);
    await grace.client.block('ada');
    await world.pass();
    expect(grace.peer.direct.connectedPeers()).toEqual([]);
    const quiet = reactionsOf(grace);
    await ada.send(grace, 'after');
    await world.pass(10 * 60_000);
    expect(reactionsOf(grace)).toEqual(quiet);
    expect(await grace.texts(ada)).toEqual(['before']);
    expect(await ada.sentStates(grace)).toEqual(['delivered', 'custody']);
    await expect(grace.client.send('ada', 'no')).rejects.toMatchObject({ code: 'blocked' });
    await grace.client.unblock('ada');
    await ada.send(grace, 'again');
    await world.pass(10 * 60_000);
    expect(await grace.texts(ada)).toContain('again');
  });
});

function locationOf({ peer }: Person) {
  return { peerId: peer.peerId, addresses: peer.direct.addresses() };
}
