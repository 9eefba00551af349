/** What happened beside the messages, stored and told (specs/08 §10). */
import { asAccountId, asDeviceId } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import { World } from '../tests/world.ts';
import type { NewNotice } from './notices.ts';

const DAY_MS = 86_400_000;
const CONVERSATION = asAccountId(new Uint8Array(32).fill(1));
const PHONE = asDeviceId(new Uint8Array(16).fill(2));
const LAPTOP = asDeviceId(new Uint8Array(16).fill(3));

/** A book of notices on the store of a person whose client does not run. */
async function book(seed: string) {
  const world = new World({ seed });
  const ada = await world.person('ada');
  await ada.kill();
  const { context } = await ada.openParts();
  const told: string[] = [];
  context.events.on('notice', ({ kind }) => told.push(kind));
  const note = async (...notices: readonly NewNotice[]) => {
    const { changes, announce } = await context.notices.prepare(CONVERSATION, notices);
    if (changes.length > 0) await context.ledger.commit(changes);
    announce();
  };
  const kinds = async () => (await context.notices.list(CONVERSATION, 300)).map(({ kind }) => kind);
  return { world, context, told, note, kinds };
}

describe('notices', () => {
  it('come oldest first, with a place of their own after what was seen before', async () => {
    const { context, note, kinds } = await book('order');
    const before = context.hybridClock.tick();
    await note({ kind: 'device-added', deviceId: PHONE }, { kind: 'keys-changed' });
    await note({ kind: 'device-revoked', deviceId: PHONE });
    expect(await kinds()).toEqual(['device-added', 'keys-changed', 'device-revoked']);
    const places = (await context.notices.list(CONVERSATION, 300)).map(({ order }) => order);
    expect(places).toEqual([before + 1, before + 2, before + 3]);
  });

  it('are told once they are stored, and only then', async () => {
    const { context, told } = await book('told');
    const { changes, announce } = await context.notices.prepare(CONVERSATION, [{ kind: 'keys-changed' }]);
    expect(told).toEqual([]);
    await context.ledger.commit(changes);
    announce();
    expect(told).toEqual(['keys-changed']);
  });

  it('of what goes on are stored once a day for each device; what happens anew is stored every time', async () => {
    const { world, note, kinds, told } = await book('repeated');
    const clone = (deviceId: typeof PHONE) => ({ kind: 'clone-suspected', deviceId }) as const;
    for (const notice of [clone(PHONE), clone(PHONE), clone(LAPTOP)]) await note(notice);
    for (let time = 0; time < 3; time++) await note({ kind: 'log-conflict' }, { kind: 'keys-changed' });
    const once = ['clone-suspected', 'clone-suspected', 'log-conflict', ...Array(3).fill('keys-changed')];
    expect((await kinds()).sort()).toEqual([...once].sort());
    expect(told).toHaveLength(once.length);
    await world.pass(DAY_MS);
    await note(clone(PHONE));
    expect(await kinds()).toHaveLength(once.length + 1);
  });

  it('are at most 200 in a conversation: the oldest go', async () => {
    const { note, kinds, context } = await book('many');
    await note({ kind: 'device-revoked', deviceId: PHONE });
    for (let i = 0; i < 100; i++) await note({ kind: 'device-added', deviceId: PHONE }, { kind: 'keys-changed' });
    expect(await kinds()).toHaveLength(200);
    expect(await kinds()).not.toContain('device-revoked');
    expect((await context.store.notices(CONVERSATION, 300)).length).toBe(200);
  });

  it('that concern no contact belong to our own account', async () => {
    const { context, world } = await book('own');
    context.notices.raise(context.own.id, { kind: 'second-reader' });
    await world.pass();
    expect(await context.notices.list(context.own.id, 10)).toMatchObject([{ kind: 'second-reader', contact: '' }]);
  });
});
