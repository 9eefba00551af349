/** Contacts whose keys change, and contacts that lie (specs/01 §6, specs/08; attacks C1, C3, C4). */

import { decodeEnvelope } from '@sotto/crypto';
import { appendOperation, recoveryKey } from '@sotto/identity';
import { asMessageId, formatHex, parseHex, ReceiptKind } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import { adoptOwnLog, foundDevice, logWithNewDevice, publishLog } from '../tests/account-changes.ts';
import { stateOf } from '../tests/inspection.ts';
import { MaliciousContact } from '../tests/malicious-contact.ts';
import type { Person } from '../tests/person.ts';
import { World } from '../tests/world.ts';
import { receiptContent, resendRequestContent } from './content/control.ts';

/** Grace gets a second device. Her first one knows, and tells Ada's when it is started again. */
async function addDevice(world: World, grace: Person) {
  const { state, deviceKeys } = await logWithNewDevice(world, grace);
  await adoptOwnLog(grace, state);
  await grace.restart();
  await grace.goOnline();
  await world.pass(2 * 60_000);
  const second = await world.device('grace', (device) =>
    foundDevice(world, device.store, { name: 'grace', state, deviceKeys }),
  );
  return { state, second };
}

describe('a contact with a new device', () => {
  it('C1: is told of in the conversation, and messages go to both devices', async () => {
    const world = new World({ seed: 'second device' });
    const { ada, grace } = await world.friends();
    const { second } = await addDevice(world, grace);
    expect(ada.notices).toEqual(['device-added', 'keys-changed']);
    await second.open();
    await second.goOnline();
    await ada.send(grace, 'to both of you');
    await world.pass(3 * 60_000);
    expect(await grace.texts(ada)).toEqual(['to both of you']);
    expect(await second.texts('ada')).toEqual(['to both of you']);
    expect(await ada.views(grace)).toMatchObject([{ state: 'delivered', devices: { of: 2 } }]);
  });

  it('C1: when its keys were verified, nothing is sealed for it until the person has looked', async () => {
    const world = new World({ seed: 'verified' });
    const { ada, grace } = await world.friends();
    const { safetyNumber } = await ada.client.verification('grace');
    expect(await ada.client.markVerified('grace', safetyNumber)).toMatchObject({ verification: 'verified' });
    await ada.send(grace, 'before');
    await world.pass();
    const { second } = await addDevice(world, grace);
    await second.open();
    await second.goOnline();
    expect(await ada.client.contact('grace')).toMatchObject({ verification: 'changed' });
    const leaving = ada.sent.length;
    const blocked = { code: 'key-changed' };
    await expect(ada.client.send('grace', 'refused')).rejects.toMatchObject(blocked);
    await expect(ada.client.markVerified('grace', safetyNumber)).rejects.toMatchObject(blocked);
    await grace.send(ada, 'are you there?');
    await world.pass(10 * 60_000);
    // Not even a receipt, an address or an introduction to the new device.
    expect(ada.sent.length).toBe(leaving);
    expect(await ada.texts(grace, 'in')).toEqual(['are you there?']);
    await ada.client.acceptKeys('grace');
    await ada.send(grace, 'after');
    await world.pass(3 * 60_000);
    expect(await grace.texts(ada)).toEqual(['before', 'are you there?', 'after']);
    expect(await second.texts('ada')).toEqual(['after']);
    expect(await grace.sentStates(ada)).toEqual(['delivered']);
    expect(await ada.client.contact('grace')).toMatchObject({ verification: 'unverified' });
  });

  it('C1: a message that waits for keys is not sealed for keys that changed meanwhile', async () => {
    const world = new World({ seed: 'waiting' });
    const { ada, grace } = await world.friends();
    await ada.client.markVerified('grace');
    await ada.forgetSessions(grace);
    await ada.send(grace, 'waits');
    const { state } = await logWithNewDevice(world, grace);
    await adoptOwnLog(grace, state);
    await grace.restart();
    await grace.goOnline();
    await ada.goOnline();
    await world.pass(5 * 60_000);
    expect(await ada.sentStates(grace)).toEqual(['queued']);
    expect(await grace.texts(ada)).toEqual([]);
    await ada.client.acceptKeys('grace');
    await world.pass(5 * 60_000);
    expect(await grace.texts(ada)).toEqual(['waits']);
  });

  it('C1, C3: one that was revoked is told of, gets nothing more, and is not listened to', async () => {
    const world = new World({ seed: 'revoked' });
    const { ada, grace } = await world.friends();
    const { state, second } = await addDevice(world, grace);
    await second.open();
    await second.goOnline();
    await ada.send(grace, 'to both');
    await world.pass(3 * 60_000);
    await second.client.acceptRequest('ada');
    await world.pass(10_000);
    const without = appendOperation({
      state,
      operation: { kind: 'revokeDevice', deviceId: (await second.identity()).deviceId },
      signers: [recoveryKey(grace.recoveryWords)],
      nowMs: world.clock.nowMs(),
    });
    await adoptOwnLog(grace, without);
    await grace.restart();
    await grace.goOnline();
    await world.pass(2 * 60_000);
    expect(ada.notices).toContain('device-revoked');
    await ada.send(grace, 'to one');
    await second.send('ada', 'from a stolen device');
    await world.pass(5 * 60_000);
    expect(await second.texts('ada', 'in')).toEqual(['to both']);
    expect(await ada.texts(grace, 'in')).toEqual([]);
    expect(await ada.sentStates(grace)).toEqual(['delivered', 'delivered']);
  });
});

describe('two versions of one account log', () => {
  it('C1: a forked log changes nothing and is told of, whoever shows it', async () => {
    const world = new World({ seed: 'fork' });
    const { ada, grace } = await world.friends();
    const [shown, other] = [await logWithNewDevice(world, grace), await logWithNewDevice(world, grace)];
    await adoptOwnLog(grace, shown.state);
    await grace.restart();
    await grace.goOnline();
    await world.pass(2 * 60_000);
    const before = (await ada.store.contacts()).map(({ accountLog }) => formatHex(accountLog));
    publishLog(world, other.state);
    await ada.forgetSessions(grace);
    await ada.send(grace, 'waits');
    await ada.sync();
    expect(ada.notices).toContain('log-conflict');
    expect((await ada.store.contacts()).map(({ accountLog }) => formatHex(accountLog))).toEqual(before);
    expect(await ada.sentStates(grace)).toEqual(['queued']);
  });

  it('C1: an older log, as from before a device was added, is ignored', async () => {
    const world = new World({ seed: 'older' });
    const { ada, grace } = await world.friends();
    const { state: older } = await grace.identity();
    await addDevice(world, grace);
    const before = (await ada.store.contacts()).map(({ accountLog }) => formatHex(accountLog));
    publishLog(world, older);
    await ada.restart();
    await ada.goOnline();
    await world.pass(5 * 60_000);
    expect((await ada.store.contacts()).map(({ accountLog }) => formatHex(accountLog))).toEqual(before);
    expect(ada.notices).toEqual(['device-added', 'keys-changed']);
  });
});

describe('a contact that lies about messages of others', () => {
  /** Ada writes to Grace, who is away; Carol is a contact of Ada too. */
  async function three(seed: string) {
    const world = new World({ seed });
    const { ada, grace } = await world.friends();
    const carol = await world.person('carol');
    await carol.goOnline();
    await carol.add(ada);
    await ada.add(carol);
    await world.pass(5_000);
    await grace.kill();
    const { id } = await ada.send(grace, 'not for carol');
    await world.pass(60_000);
    await carol.kill();
    const parts = await carol.openParts();
    const deviceId = (await ada.identity()).deviceId;
    const contact = parts.context.contacts.find('ada');
    const arrival = { mailbox: world.mailboxes[0]?.address ?? '' };
    return { world, ada, grace, parts, deviceId, contact, arrival, messageId: asMessageId(parseHex(id)) };
  }

  it('C4: receipts for a message that it was not sent change nothing', async () => {
    const { ada, grace, parts, deviceId, contact, arrival, messageId } = await three('receipts');
    await ada.kill();
    const adaParts = await ada.openParts();
    for (const kind of [ReceiptKind.DELIVERED, ReceiptKind.READ]) {
      const row = await parts.composer.sendControl(contact, deviceId, receiptContent(kind, [messageId]));
      const result = await adaParts.inbox.receive(row?.envelope ?? new Uint8Array(0), arrival);
      expect(result.kind).toBe('stored');
    }
    await ada.restart();
    expect(await ada.sentStates(grace)).toEqual(['custody']);
  });

  it('C4: a request to resend, or to seal again, brings it nothing of what was for somebody else', async () => {
    const { ada, parts, deviceId, contact, arrival } = await three('resends');
    await ada.kill();
    const adaParts = await ada.openParts();
    const before = stateOf(ada.store).outbox;
    for (const sessionLost of [false, true]) {
      const control = resendRequestContent({ sequences: [1, 2, 3], sessionLost });
      const row = await parts.composer.sendControl(contact, deviceId, control);
      await adaParts.inbox.receive(row?.envelope ?? new Uint8Array(0), arrival);
    }
    expect(stateOf(ada.store).outbox).toEqual(before);
  });

  it('C4: a message with the id of one of ours neither replaces it nor is shown as ours', async () => {
    const { world, ada, parts, arrival } = await three('ids');
    const { id } = await ada.send('carol', 'written by ada');
    await ada.kill();
    const malicious = await MaliciousContact.take(parts, 'ada', world.prng);
    const adaParts = await ada.openParts();
    const fields = {
      sequence: 1,
      previousHash: new Uint8Array(0),
      clock: 5,
      sentAtMs: 5,
      typeVersion: 1,
      fallback: '',
    };
    const content = {
      ...fields,
      messageId: asMessageId(parseHex(id)),
      type: 'sotto/text',
      body: Uint8Array.of(10, 1, 33),
    };
    expect((await adaParts.inbox.receive(await malicious.sealContent(content), arrival)).kind).toBe('stored');
    await ada.restart();
    expect(await ada.views('carol')).toMatchObject([{ id, text: 'written by ada', direction: 'out' }]);
  });

  it('C4: an envelope of somebody else that comes by its direct stream is refused, and read when it comes rightly', async () => {
    const world = new World({ seed: 'foreign stream' });
    const { ada, grace } = await world.friends();
    const carol = await world.person('carol');
    await carol.goOnline();
    await carol.add(ada);
    await ada.add(carol);
    await world.pass(5_000);
    world.network.partition([ada.peer], [grace.peer, ...world.mailboxes]);
    await grace.send(ada, 'by the right way');
    await world.pass(60_000);
    const stolen = grace.sent.at(-1) ?? new Uint8Array(0);
    const { id } = decodeEnvelope(stolen);
    expect(carol.peer.direct.isConnected(ada.peer.peerId)).toBe(true);
    const before = stateOf(ada.store);
    const reply = await world.during(carol.peer.direct.send(ada.peer.peerId, { id, bytes: stolen }));
    expect(reply).toEqual({ kind: 'refused', envelopeId: id });
    expect(stateOf(ada.store)).toEqual(before);
    world.network.heal();
    await world.pass(10 * 60_000);
    expect(await ada.texts(grace)).toEqual(['by the right way']);
    // Nor does it learn the answer to one that is known: the proof is for whoever sent it.
    const again = await world.during(carol.peer.direct.send(ada.peer.peerId, { id, bytes: stolen }));
    expect(again).toEqual({ kind: 'refused', envelopeId: id });
  });
});
