/** What a client says of its mailboxes, paths and outbox while things go wrong (specs/08 §14). */
import { describe, expect, it } from 'vitest';
import { World } from '../../tests/world.ts';

const MINUTE_MS = 60_000;

describe('the status of a client', () => {
  it('counts what each mailbox has signed for, and nothing any more once it is delivered', async () => {
    const world = new World({ seed: 'custody in status' });
    const { ada, grace } = await world.friends({ dialable: false });
    await grace.kill();
    await ada.send(grace, 'one');
    await ada.send(grace, 'two');
    await world.pass(MINUTE_MS);
    const { mailboxes, custodians, outbox, waiting } = await ada.client.status();
    expect(outbox).toEqual({ pending: 0, custody: 2 });
    expect(waiting).toEqual([]);
    expect(custodians.map(({ held }) => held)).toEqual([2, 2, 2]);
    expect(new Set(custodians.map(({ address }) => address))).toEqual(
      new Set(world.mailboxes.map(({ address }) => address)),
    );
    for (const mailbox of mailboxes) {
      expect(mailbox).toMatchObject({ reachable: true, held: 2, lastReceiptAtMs: expect.any(Number) });
      expect(mailbox.sinceMs).toBeLessThan(mailbox.lastReceiptAtMs ?? 0);
    }
    await grace.open();
    await grace.goOnline();
    await world.pass(3 * MINUTE_MS);
    expect((await ada.client.status()).custodians).toEqual([]);
  });

  it('knows after a restart what mailboxes signed for before it', async () => {
    const world = new World({ seed: 'custody after restart' });
    const { ada, grace } = await world.friends({ dialable: false });
    await grace.kill();
    await ada.send(grace, 'one');
    await world.pass(MINUTE_MS);
    const before = (await ada.client.status()).custodians;
    await ada.restart();
    const after = (await ada.client.status()).custodians;
    expect(after.map(({ address, held, lastReceiptAtMs }) => ({ address, held, lastReceiptAtMs }))).toEqual(
      before.map(({ address, held, lastReceiptAtMs }) => ({ address, held, lastReceiptAtMs })),
    );
  });

  it('says why messages wait, and since when a mailbox is away', async () => {
    const world = new World({ seed: 'waiting in status' });
    const { ada, grace } = await world.friends({ dialable: false });
    const linus = await world.person('linus', { dialable: false });
    await ada.add(linus);
    await ada.client.status();
    await grace.kill();
    const stoppedAtMs = world.clock.nowMs();
    for (const mailbox of world.mailboxes) mailbox.stop();
    await ada.send(grace, 'one');
    await ada.send(grace, 'two');
    await ada.send(linus, 'who are you?');
    await world.pass(11 * MINUTE_MS);
    const { mailboxes, waiting } = await ada.client.status();
    expect(waiting).toEqual([
      { reason: 'not-in-custody', failure: 'unreachable', count: 2, oldestAtMs: expect.any(Number) },
      { reason: 'no-keys', count: 1 },
    ]);
    for (const mailbox of mailboxes) {
      expect(mailbox).toMatchObject({ reachable: false, sinceMs: stoppedAtMs, lastFailure: { code: 'unreachable' } });
    }
    const codes = (await ada.client.doctor()).filter(({ level }) => level !== 'ok').map(({ code }) => code);
    expect(codes).toEqual(['mailboxes-unreachable', 'outbox-stuck', 'contact-keys-missing', 'words-kept']);
  });

  it('names the contact of a direct connection, and says of the clock where it knows it from', async () => {
    const world = new World({ seed: 'paths in status' });
    const { ada, grace } = await world.friends();
    await ada.send(grace, 'straight to you');
    await world.pass(MINUTE_MS);
    const { peers, directPeers, clockSource } = await ada.client.status();
    const { id } = await ada.client.contact('grace');
    expect(peers).toEqual([{ peerId: grace.peer.peerId, contact: id, path: 'tcp', sinceMs: expect.any(Number) }]);
    expect(directPeers).toBe(1);
    expect(clockSource).toMatchObject({ kind: 'receipts', mailboxes: 3 });
    await ada.restart();
    expect((await ada.client.status()).clockSource).toEqual({ kind: 'unknown', samples: 0, mailboxes: 0 });
  });
});
