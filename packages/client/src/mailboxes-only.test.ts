/** A device that has no direct way to and from contacts (specs/07 §9). */
import { AddressBodySchema, decodeMessage, LIMITS, parseAccountId, UnavailableError } from '@sotto/wire';
import { describe, expect, it, vi } from 'vitest';
import type { Person } from '../tests/person.ts';
import { World } from '../tests/world.ts';
import { SETTINGS } from './settings.ts';

const MINUTE_MS = 60_000;

/** Where a device of somebody is, as far as this person was told. */
async function toldPlace(person: Person, of: Person) {
  const { id } = await person.client.contact(of.name);
  const [device] = await person.store.peerDevices(parseAccountId(id));
  return { peerId: device?.address?.peerId, directAddresses: device?.address?.directAddresses };
}

/** What the next message will say. */
async function ownPlace(person: Person) {
  const saved = (await person.store.setting(SETTINGS.address)) ?? expect.unreachable('no address');
  const { peerId, directAddresses } = decodeMessage(AddressBodySchema, saved, LIMITS.MAX_CONTENT_BYTES);
  return { peerId, directAddresses };
}

const NOWHERE = { peerId: '', directAddresses: [] };

/** How a message was delivered: its state, and the mailboxes that had signed for it before. */
async function delivery(person: Person, to: Person) {
  const [last] = (await person.views(to)).filter(({ direction }) => direction === 'out').slice(-1);
  const info = await person.client.messageInfo(last?.id ?? '');
  return { state: info.message.state, signed: info.devices.map(({ custody }) => custody.length) };
}

describe('a device that uses mailboxes only', () => {
  it('says so when it has a direct way again by choice and can have none', async () => {
    const world = new World({ seed: 'cannot listen' });
    const { ada } = await world.friends();
    await world.during(ada.client.setPreferences({ mailboxesOnly: true }));
    let told = 0;
    ada.client.on('network', () => told++);
    vi.spyOn(ada.peer, 'setDirect').mockRejectedValueOnce(new UnavailableError('refused', 'the port is taken'));
    const change = world.during(ada.client.setPreferences({ mailboxesOnly: false }));
    await expect(change).rejects.toMatchObject({ code: 'refused' });
    expect(told).toBeGreaterThan(0);
    expect([await ada.client.preferences(), await ada.client.status()]).toMatchObject([
      { mailboxesOnly: false },
      { mailboxesOnly: false },
    ]);
  });

  it('F10: ends what is open at once, dials nobody, and messages are held and delivered all the same', async () => {
    const world = new World({ seed: 'mailboxes only' });
    const { ada, grace } = await world.friends();
    expect(grace.peer.direct.connectedPeers()).toEqual([ada.peer.peerId]);
    const before = ada.peer.dialled.length;

    await world.during(ada.client.setPreferences({ mailboxesOnly: true }));
    expect(ada.peer.direct.connectedPeers()).toEqual([]);
    expect(grace.peer.direct.connectedPeers()).toEqual([]);
    await world.pass(MINUTE_MS);
    expect(await toldPlace(grace, ada)).toEqual(NOWHERE);
    const dialled = grace.peer.dialled.length;

    await ada.send(grace, 'through the post');
    await world.pass(1_000);
    expect(await ada.views(grace)).toMatchObject([{ state: 'custody', custody: { held: 3, of: 3 } }]);
    await grace.send(ada, 'so is this');
    await world.pass(10 * MINUTE_MS);
    expect(await grace.texts(ada)).toEqual(['through the post', 'so is this']);
    expect(await ada.texts(grace)).toEqual(['through the post', 'so is this']);
    expect(await delivery(ada, grace)).toEqual({ state: 'delivered', signed: [3] });
    expect(await delivery(grace, ada)).toEqual({ state: 'delivered', signed: [3] });
    await world.during(ada.client.wake());
    await world.pass(10 * MINUTE_MS);
    expect(ada.peer.dialled).toHaveLength(before);
    expect(grace.peer.dialled).toHaveLength(dialled);
  });

  it('F10: chosen while it is away, it stays so after a restart, and connects again when the person wants it', async () => {
    const world = new World({ seed: 'mailboxes only, restarted' });
    const { ada, grace } = await world.friends();
    await ada.restart();
    await ada.client.setPreferences({ mailboxesOnly: true });
    await ada.restart();
    await ada.goOnline();
    await world.pass(MINUTE_MS);
    expect(await toldPlace(grace, ada)).toEqual(NOWHERE);
    await ada.send(grace, 'still by post');
    await world.pass(10 * MINUTE_MS);
    expect(await delivery(ada, grace)).toEqual({ state: 'delivered', signed: [3] });
    expect(ada.peer.dialled).toEqual([]);
    expect(ada.peer.direct.connectedPeers()).toEqual([]);

    await world.during(ada.client.setPreferences({ mailboxesOnly: false }));
    await world.pass(MINUTE_MS);
    expect(ada.peer.direct.connectedPeers()).toEqual([grace.peer.peerId]);
    expect(await toldPlace(grace, ada)).toEqual({ peerId: ada.peer.peerId, directAddresses: ada.peer.direct.places });
    await ada.send(grace, 'straight again');
    await world.pass(1_000);
    expect(await delivery(ada, grace)).toEqual({ state: 'delivered', signed: [0] });
  });

  it('F10: tells a new contact no place, though it had one in an earlier run, and before it is online', async () => {
    const world = new World({ seed: 'mailboxes only, first contact' });
    const [ada, grace] = [await world.person('ada'), await world.person('grace')];
    await grace.goOnline();
    await ada.goOnline();
    await ada.kill();
    await ada.open({ mailboxesOnly: true });
    expect(await ownPlace(ada)).toEqual(NOWHERE);
    await ada.add(grace);
    await ada.send(grace, 'we have never met');
    await ada.goOnline();
    await world.pass(MINUTE_MS);
    await grace.add(ada);
    await grace.send(ada, 'now we have');
    await world.pass(10 * MINUTE_MS);
    expect(await ada.texts(grace)).toEqual(['we have never met', 'now we have']);
    expect(await toldPlace(grace, ada)).toEqual(NOWHERE);
    expect([...ada.peer.dialled, ...grace.peer.dialled]).toEqual([]);
    expect(await delivery(grace, ada)).toEqual({ state: 'delivered', signed: [3] });
  });

  it('F10: what the person chooses counts for more than the option, and other choices leave it alone', async () => {
    const world = new World({ seed: 'mailboxes only, chosen' });
    const ada = await world.person('ada');
    expect(await ada.client.preferences()).toMatchObject({ mailboxesOnly: false });
    await ada.kill();
    await ada.open({ mailboxesOnly: true });
    await ada.client.setPreferences({ typing: false });
    await ada.restart();
    expect(await ada.client.preferences()).toEqual({ receipts: true, typing: false, mailboxesOnly: true });
    await ada.client.setPreferences({ mailboxesOnly: false });
    await ada.kill();
    await ada.open({ mailboxesOnly: true });
    expect(await ada.client.preferences()).toMatchObject({ mailboxesOnly: false });
  });

  it('says so in its status, and the check-up finds nothing wrong with it', async () => {
    const world = new World({ seed: 'mailboxes only, status' });
    const { ada } = await world.friends();
    ada.peer.figures.tell({ transports: [{ kind: 'tcp', isAvailable: false }] });
    expect((await ada.client.doctor()).map(({ code }) => code)).toContain('no-relay');
    await world.during(ada.client.setPreferences({ mailboxesOnly: true }));
    await world.pass(5_000);
    expect(await ada.client.status()).toMatchObject({ mailboxesOnly: true, directPeers: 0, peers: [], listening: [] });
    const findings = (await ada.client.doctor()).filter(({ check }) => ['direct', 'relay', 'webrtc'].includes(check));
    expect(findings).toEqual([{ check: 'direct', code: 'direct-off', level: 'ok', facts: {} }]);
  });
});
