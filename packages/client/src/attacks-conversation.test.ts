/** What others can try inside and around a conversation (specs/03 §5, specs/08 §4 to §7). */
import { createEnvelope, decodeEnvelope, encodeEnvelope } from '@sotto/crypto';
import { asTopic, formatHex, parseHex, ReceiptKind } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import type { Person } from '../tests/person.ts';
import { World } from '../tests/world.ts';
import { receiptContent, resendRequestContent } from './content/control.ts';

const ROUGH = { lossRate: 0.2, duplicateRate: 0.2, reorderRate: 0.3, minDelayMs: 5, maxDelayMs: 200 };
const HOUR_MS = 3_600_000;

async function bestSession(of: Person, other: Person): Promise<string> {
  const [best] = await of.sessions(other);
  return best === undefined ? 'none' : formatHex(best.id);
}

describe('simultaneous initiation', () => {
  it.each([1, 2, 3, 4, 5, 6])('A11: ends with both on one session, every message read (seed %i)', async (seed) => {
    const world = new World({ seed: `simultaneous ${seed}` });
    const [ada, grace] = [await world.person('ada'), await world.person('grace')];
    await ada.goOnline();
    await grace.goOnline();
    world.network.setFaults(ROUGH);
    const links = [await ada.client.link(), await grace.client.link()] as const;
    await world.during(
      Promise.all([ada.client.addContact(links[1], { as: 'grace' }), grace.client.addContact(links[0], { as: 'ada' })]),
    );
    await Promise.all([ada.client.send('grace', 'from ada'), grace.client.send('ada', 'from grace')]);
    await world.pass(HOUR_MS);
    world.network.setFaults({ lossRate: 0, duplicateRate: 0, reorderRate: 0 });
    for (const text of ['one', 'two']) {
      await ada.send(grace, text);
      await grace.send(ada, text);
      await world.pass(2 * HOUR_MS);
    }
    const received = ['one', 'two'];
    expect((await grace.texts(ada, 'in')).sort()).toEqual(['from ada', ...received]);
    expect((await ada.texts(grace, 'in')).sort()).toEqual(['from grace', ...received]);
    expect(await bestSession(ada, grace)).toBe(await bestSession(grace, ada));
  });
});

describe('a message that mailboxes lose', () => {
  it('B12: is sent again as the very same bytes, and closes the gap', async () => {
    const world = new World({ seed: 'resend' });
    const { ada, grace } = await world.friends({ dialable: false });
    await grace.kill();
    for (const mailbox of world.mailboxes) mailbox.lie('drop-after-receipt');
    const before = ada.sent.length;
    await ada.send(grace, 'lost on the way');
    await world.pass(20_000);
    const lost = ada.sent.slice(before).map(formatHex);
    expect(new Set(lost).size).toBe(1);
    for (const mailbox of world.mailboxes) mailbox.beHonest();
    await ada.send(grace, 'kept');
    await world.pass(20_000);

    await grace.open();
    await grace.goOnline();
    expect(await grace.client.contact('ada')).toMatchObject({ missing: 1 });
    const beforeRequest = ada.sent.length;
    await world.pass(HOUR_MS);
    expect(await grace.texts(ada, 'in')).toEqual(['lost on the way', 'kept']);
    expect(await grace.client.contact('ada')).toMatchObject({ missing: 0 });
    expect(ada.sent.slice(beforeRequest).map(formatHex)).toContain(lost[0]);
  });
});

describe('somebody who claims to be somebody else', () => {
  async function three() {
    const world = new World({ seed: 'spoofed' });
    const { ada, grace } = await world.friends();
    const mallory = await world.person('mallory');
    await mallory.goOnline();
    await ada.add(mallory);
    await mallory.add(ada);
    await world.pass(5_000);
    return { world, ada, grace, mallory };
  }

  it('C4: nobody receipts or calls back messages that were not for them', async () => {
    const { world, ada, grace, mallory } = await three();
    await grace.kill();
    const secret = await ada.send(grace, 'for grace only');
    const own = await ada.send(mallory, 'for mallory');
    await world.pass(5_000);
    await mallory.kill();
    const parts = await mallory.openParts();
    const { contacts } = parts.context;
    const contact = contacts.find('ada');
    const [device] = contacts.devices(contact);
    if (device === undefined) throw new TypeError('ada has a device');
    await parts.presence.connect();
    const ids = [secret.id, own.id].map(parseHex);
    for (const control of [
      receiptContent(ReceiptKind.READ, ids),
      resendRequestContent({ sequences: [1, 2], sessionLost: false }),
    ]) {
      const row = await parts.composer.sendControl(contact, device.deviceId, control);
      await parts.outbox.sendNow(row ? [row] : []);
    }
    await world.pass(60_000);
    // The receipt came, and counts for the message that was theirs alone.
    expect(await ada.sentStates(mallory)).toEqual(['read']);
    expect(await ada.sentStates(grace)).toEqual(['custody']);
  });

  it('C4: nobody puts words into the mouth of another: an envelope moved to the topic of another contact is refused', async () => {
    const { world, ada, grace, mallory } = await three();
    await ada.kill();
    const before = mallory.sent.length;
    await mallory.send(ada, 'I am grace');
    await world.pass(20_000);
    const [forged] = mallory.sent.slice(before);
    const [toAda] = (await grace.store.peerDevices((await grace.store.contacts())[0]?.accountId as never)).map(
      ({ address }) => address,
    );
    if (forged === undefined || toAda === undefined) throw new TypeError('both have written to ada');
    const { payload, ttlSeconds } = decodeEnvelope(forged).envelope;
    const moved = createEnvelope({ topic: asTopic(toAda.topic), payload, ttlSeconds });
    await ada.open();
    await ada.goOnline();
    const texts = await ada.texts(grace, 'in');
    await grace.kill();
    const parts = await grace.openParts();
    await parts.presence.connect();
    const { id } = decodeEnvelope(encodeEnvelope(moved));
    for (const { address } of world.mailboxes) {
      await world.during(
        grace.peer.depositor.put({
          mailbox: address,
          topic: asTopic(toAda.topic),
          envelopeId: id,
          envelope: encodeEnvelope(moved),
          writeKey: toAda.writeKey,
        }),
      );
    }
    await world.pass(60_000);
    expect(await ada.texts(grace, 'in')).toEqual(texts);
    expect(await ada.texts(mallory, 'in')).toEqual(['I am grace']);
  });
});
