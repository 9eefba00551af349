import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { StoreChange } from '@sotto/ports';
import { fakeClock, RecordFactory } from '@sotto/testkit';
import { encodeUtf8, formatHex } from '@sotto/wire';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { databasePath, openScratch, type ScratchFolder, STORE_KEY, scratchFolder } from './testing/scratch-store.ts';

const make = new RecordFactory('secrets');

/** Every value of a record that nobody may find: bytes and texts of at least eight bytes, however deep. */
function plantedValues(value: unknown): Uint8Array[] {
  if (value instanceof Uint8Array) return value.length >= 8 ? [value] : [];
  if (typeof value === 'string') return value.length >= 8 ? [encodeUtf8(value)] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(plantedValues) : [];
}

/** The forms in which a value could lie in a file. The ends of long ones are enough, and catch a value cut in two. */
function forms(value: Uint8Array): Buffer[] {
  const ends = value.length > 48 ? [value.subarray(0, 24), value.subarray(-24)] : [value];
  return ends.flatMap((bytes) => {
    const raw = Buffer.from(bytes);
    const encoded = [0, 1, 2].flatMap((shift) => base64Inside(raw, shift));
    return [raw, Buffer.from(raw.toString('hex')), ...encoded.map((text) => Buffer.from(text))];
  });
}

/** What base64 shows of a value that starts `shift` bytes after a multiple of three: the characters that are its alone. */
function base64Inside(value: Buffer, shift: number): string[] {
  const shifted = Buffer.concat([Buffer.alloc(shift), value]);
  const last = Math.floor((shifted.length * 8) / 6);
  return (['base64', 'base64url'] as const).map((form) =>
    shifted.toString(form).slice(shift === 0 ? 0 : shift + 1, last),
  );
}

async function filesOf(folder: ScratchFolder): Promise<Buffer> {
  const names = await readdir(folder.path);
  return Buffer.concat(await Promise.all(names.map((name) => readFile(join(folder.path, name)))));
}

function everyKindOfRecord(): readonly StoreChange[] {
  const row = make.outbox();
  return [
    { kind: 'put-setting', record: make.setting() },
    { kind: 'put-prekey', record: make.prekey({ mailbox: make.mailbox() }) },
    { kind: 'put-contact', record: make.contact({ verifiedKeys: make.bytes(32) }) },
    { kind: 'put-peer-device', record: make.knownPeerDevice() },
    { kind: 'put-session', record: make.session() },
    { kind: 'put-topic', record: make.topic() },
    { kind: 'put-message', record: make.message({ failure: make.text('failure') }) },
    { kind: 'put-conversation', record: make.conversation() },
    { kind: 'put-outbox', record: row },
    { kind: 'put-unsealed', record: make.unsealed() },
    { kind: 'put-custody', record: make.custody({ envelopeId: row.envelopeId }) },
    { kind: 'put-stream', record: make.stream() },
    { kind: 'put-seen-envelope', record: make.seenEnvelope() },
    { kind: 'put-replay', key: make.bytes(32), expiresAtMs: 1 },
    { kind: 'put-acknowledgement', record: make.acknowledgement() },
    { kind: 'put-pending-receipt', record: make.pendingReceipt() },
  ];
}

describe('what lies on the disk', () => {
  let folder: ScratchFolder;
  beforeEach(async () => {
    folder = await scratchFolder();
  });
  afterEach(() => folder.remove());

  test('B6, G7: no text, name, id, address or key of any record, in the database or its log', async () => {
    const store = await openScratch(folder);
    const changes = everyKindOfRecord();
    await store.commit(changes);
    const whileOpen = await filesOf(folder);
    await store.close();
    const files = Buffer.concat([whileOpen, await filesOf(folder)]);
    expect(files.includes(Buffer.from('CREATE TABLE contact'))).toBe(true);
    const planted = [...changes.flatMap(plantedValues), STORE_KEY];
    expect(planted.length).toBeGreaterThan(60);
    for (const value of planted) {
      const found = forms(value).filter((form) => files.includes(form));
      expect(found.map(String), `found ${formatHex(value)}`).toEqual([]);
    }
  });

  test('B6: what was replaced or deleted leaves no sealed bytes once the store is closed', async () => {
    const store = await openScratch(folder);
    const [session, row] = [make.session({ state: make.bytes(9_000) }), make.outbox()];
    await store.commit([
      { kind: 'put-session', record: session },
      { kind: 'put-outbox', record: row },
      { kind: 'put-setting', record: make.setting() },
    ]);
    await store.close();
    const old = sealedValues(folder, ['session', 'outbox']);
    expect(old).toHaveLength(2);
    const before = await filesOf(folder);
    for (const value of old) expect(before.includes(value.subarray(-16))).toBe(true);
    const again = await openScratch(folder);
    await again.commit([
      { kind: 'put-session', record: { ...session, state: make.bytes(9_001) } },
      { kind: 'delete-outbox', envelopeId: row.envelopeId },
    ]);
    await again.close();
    const after = await filesOf(folder);
    for (const value of old) for (const piece of pieces(value)) expect(after.includes(piece)).toBe(false);
  });

  test('B6: a message that was deleted or has disappeared leaves nothing of what it said, in clear or sealed', async () => {
    const store = await openScratch(folder);
    const long = { body: make.bytes(9_000), fallback: make.text('said') };
    const messages = [make.message(long), make.message({ ...long, expiresAtMs: 5, expiresAfterSeconds: 5 })];
    await store.commit(messages.map((record) => ({ kind: 'put-message', record }) as const));
    await store.close();
    const old = allSealed(folder, 'message');
    expect(old).toHaveLength(2);
    const again = await openScratch(folder);
    const [deleted, disappeared] = messages.map((record): StoreChange => {
      const { expiresAtMs: _, expiresAfterSeconds: __, ...rest } = record;
      const visibility = record === messages[0] ? 'deleted' : 'gone';
      return { kind: 'put-message', record: { ...rest, visibility, body: new Uint8Array(0), fallback: '' } };
    });
    await again.commit([deleted, disappeared].filter((change) => change !== undefined));
    await again.close();
    const after = await filesOf(folder);
    for (const value of old) for (const piece of pieces(value)) expect(after.includes(piece)).toBe(false);
    for (const form of forms(long.body)) expect(after.includes(form)).toBe(false);
    for (const value of allSealed(folder, 'message')) expect(value.length).toBeLessThan(400);
  });

  test('B6: a ratchet state that has moved on leaves the log soon after the commit', async () => {
    const clock = fakeClock();
    const store = await openScratch(folder, { clock });
    const log = async () => (await readFile(`${databasePath(folder)}-wal`)).length;
    await store.commit([{ kind: 'put-session', record: make.session() }]);
    expect(await log()).toBeGreaterThan(0);
    await clock.advanceAsync(5_000);
    expect(await log()).toBe(0);
    await store.commit([{ kind: 'put-session', record: make.session() }]);
    expect(await log()).toBeGreaterThan(0);
    await clock.advanceAsync(5_000);
    expect(await log()).toBe(0);
    await store.close();
    expect(clock.pendingTimers).toBe(0);
  });

  test('one account is not recognisable from one table to another', async () => {
    const store = await openScratch(folder);
    const peer = { accountId: make.accountId(), deviceId: make.deviceId() };
    const conversation = peer.accountId;
    await store.commit([
      { kind: 'put-contact', record: make.contact({ accountId: peer.accountId }) },
      { kind: 'put-peer-device', record: make.peerDevice(peer) },
      { kind: 'put-session', record: make.session(peer) },
      { kind: 'put-message', record: make.message({ conversation }) },
      { kind: 'put-stream', record: make.stream({ conversation, deviceId: peer.deviceId }) },
      { kind: 'put-outbox', record: make.outbox(peer) },
    ]);
    await store.close();
    const raw = new DatabaseSync(databasePath(folder));
    const columns = [
      'SELECT key FROM contact',
      'SELECT key FROM peer_device',
      'SELECT account FROM peer_device',
      'SELECT device FROM session',
      'SELECT conversation FROM message',
      'SELECT key FROM stream',
      'SELECT conversation FROM stream',
      'SELECT device FROM outbox',
    ];
    const tags = columns.map((sql) => formatHex(Object.values(raw.prepare(sql).get() ?? {})[0] as Uint8Array));
    raw.close();
    expect(tags.every((tag) => tag.length === 32)).toBe(true);
    expect(new Set(tags).size).toBe(columns.length);
  });
});

function sealedValues(folder: ScratchFolder, tables: readonly string[]): Buffer[] {
  const raw = new DatabaseSync(databasePath(folder));
  const values = tables.map((table) =>
    Buffer.from(raw.prepare(`SELECT sealed FROM ${table}`).get()?.['sealed'] as never),
  );
  raw.close();
  return values;
}

function allSealed(folder: ScratchFolder, table: string): Buffer[] {
  const raw = new DatabaseSync(databasePath(folder));
  const rows = raw.prepare(`SELECT sealed FROM ${table}`).all();
  raw.close();
  return rows.map(({ sealed }) => Buffer.from(sealed as never));
}

/** Sixteen bytes of every part of a value, so that one page of it that stayed behind is noticed. */
function pieces(value: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let offset = 0; offset + 16 <= value.length; offset += 256) found.push(value.subarray(offset, offset + 16));
  return found;
}
