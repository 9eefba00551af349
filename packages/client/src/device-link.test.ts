import { encodeSession, identityKeyPair, initiate, platformProvider, type Session } from '@sotto/crypto';
import { SeededPrng } from '@sotto/testkit';
import { asAccountId, asDeviceId, compareBytes, LIMITS } from '@sotto/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareSessions,
  type DeviceLink,
  emptyLink,
  findSession,
  isHonestGeneration,
  type LinkedSession,
  linkChanges,
  nextGeneration,
  STALE_SESSION,
  sendingSession,
  withRecord,
  withSession,
} from './device-link.ts';
import { NO_TRACE, withOpened } from './session-trace.ts';

const prng = new SeededPrng('device links');
const random = (length: number) => prng.bytes(length);
const accountId = asAccountId(random(32));
const deviceId = asDeviceId(random(16));
const EMPTY = emptyLink(accountId, deviceId);
const NOW_MS = 1_795_000_000_000;

const theirs = { accountId, deviceId, identityKey: (await identityKeyPair(random(32))).publicKey };
const signedPrekey = { id: 1, publicKey: (await identityKeyPair(random(32))).publicKey };
const kemPrekey = { id: 2, publicKey: platformProvider.mlKem1024.keyPair(random(64)).publicKey };

interface Made {
  readonly generation?: number;
  readonly createdAtMs?: number;
  readonly isAnswered?: boolean;
  readonly isStale?: boolean;
}

async function made(options: Made = {}): Promise<LinkedSession> {
  const { generation = 1, createdAtMs = NOW_MS, isAnswered = true, isStale = false } = options;
  const ours = {
    accountId: asAccountId(random(32)),
    deviceId: asDeviceId(random(16)),
    identityKey: await identityKeyPair(random(32)),
  };
  const { session } = await initiate({ ours, theirs, signedPrekey, kemPrekey, generation, random, nowMs: createdAtMs });
  const answered = isAnswered ? ({ ...session, pendingInitial: undefined } as Session) : session;
  return { session: answered, lastOpenedAtMs: 0, isStale, trace: NO_TRACE };
}

async function several(count: number, options: (i: number) => Made): Promise<LinkedSession[]> {
  return await Promise.all(Array.from({ length: count }, (_, i) => made(options(i))));
}

function linked(...entries: readonly LinkedSession[]): DeviceLink {
  return entries.reduce(withSession, EMPTY);
}

const pool = await several(10, (i) => ({ generation: i >> 1 }));

describe('the sessions of a device', () => {
  it('A11: have one order, whatever order they came in: by generation, then by id', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(pool, { minLength: 1, maxLength: LIMITS.MAX_SESSIONS_PER_DEVICE }), (entries) => {
        const { sessions } = linked(...entries);
        expect(sessions).toHaveLength(entries.length);
        for (let i = 1; i < sessions.length; i++) {
          const [a, b] = [sessions[i - 1]?.session, sessions[i]?.session];
          if (a === undefined || b === undefined) return expect.unreachable();
          expect(a.generation > b.generation || (a.generation === b.generation && compareBytes(a.id, b.id) > 0)).toBe(
            true,
          );
          expect(compareSessions(a, b)).toBeLessThan(0);
        }
      }),
    );
  });

  it('are bounded: the worst goes, and never the one that is being put', () => {
    const all = linked(...pool);
    expect(all.sessions).toHaveLength(LIMITS.MAX_SESSIONS_PER_DEVICE);
    const last = pool.at(-1) as LinkedSession;
    expect(findSession(all, last.session.id)).toBe(last);
    const worst = pool[0] as LinkedSession;
    const after = withSession(all, worst);
    expect(after.sessions).toHaveLength(LIMITS.MAX_SESSIONS_PER_DEVICE);
    expect(after.sessions.at(-1)).toBe(worst);
    expect(after.sessions[0]).toBe(all.sessions[0]);
  });

  it('are replaced by their id, and a link is never changed', async () => {
    const before = linked(...pool.slice(0, 3));
    const copy = [...before.sessions];
    const [entry] = before.sessions;
    if (entry === undefined) return expect.unreachable();
    const after = withSession(before, { ...entry, lastOpenedAtMs: 9 });
    expect(after.sessions.map(({ lastOpenedAtMs }) => lastOpenedAtMs)).toEqual([9, 0, 0]);
    expect(before.sessions).toEqual(copy);
  });
});

describe('the session to send with', () => {
  it('is the best one', () => {
    const link = linked(...pool.slice(0, 6));
    expect(sendingSession(link, NOW_MS)).toBe(link.sessions[0]);
    expect(sendingSession(EMPTY, NOW_MS)).toBeUndefined();
  });

  it('B8: is none that was in a store which was copied', async () => {
    const stale = await made({ generation: 9, isStale: true });
    const later = await made({ generation: 10 });
    expect(sendingSession(linked(stale, later), NOW_MS)).toBe(later);
    expect(sendingSession(linked(stale), NOW_MS)).toBeUndefined();
  });

  it('A11: is none below one that was in a store which was copied: the other side sends with that one', async () => {
    const stale = await made({ generation: 9, isStale: true });
    const lower = await made({ generation: 3 });
    expect(sendingSession(linked(stale, lower), NOW_MS)).toBeUndefined();
  });

  it('is none that stayed unanswered for too long', async () => {
    const patienceMs = LIMITS.UNACKNOWLEDGED_SESSION_SECONDS * 1_000;
    const unanswered = await made({ generation: 9, isAnswered: false });
    const old = await made({ generation: 3, createdAtMs: 1 });
    const link = linked(unanswered, old);
    expect(sendingSession(link, NOW_MS + patienceMs - 1)).toBe(unanswered);
    expect(sendingSession(link, NOW_MS + patienceMs)).toBe(old);
  });
});

describe('the generation of a new session', () => {
  it('is close to the clock, above all that is there, and at least what was asked for', () => {
    const link = linked(...pool.slice(0, 4));
    expect(nextGeneration(EMPTY, NOW_MS, 0)).toBe(NOW_MS);
    expect(nextGeneration(link, 0, 0)).toBe((link.sessions[0]?.session.generation ?? 0) + 1);
    expect(nextGeneration(link, NOW_MS, NOW_MS + 5)).toBe(NOW_MS + 5);
  });

  it('of somebody else leaves room for larger ones', () => {
    const centuryMs = 100 * 365 * 86_400_000;
    expect(isHonestGeneration(NOW_MS + centuryMs, NOW_MS)).toBe(true);
    expect(isHonestGeneration(NOW_MS + centuryMs + 1, NOW_MS)).toBe(false);
    expect(isHonestGeneration(centuryMs, -5)).toBe(true);
  });
});

describe('what to store of a link', () => {
  it('is nothing when nothing changed', () => {
    const link = linked(...pool.slice(0, 3));
    expect(linkChanges(link, link)).toEqual([]);
    expect(linkChanges(link, { ...link })).toEqual([]);
  });

  it('is the record, and the sessions that changed, went or came', async () => {
    const [one, two, three] = pool.slice(0, 3) as [LinkedSession, LinkedSession, LinkedSession];
    const before = linked(one, two);
    const moved = { ...one, session: { ...one.session, createdAtMs: 5 } as Session, lastOpenedAtMs: 7 };
    const after: DeviceLink = { record: withRecord(before, { ourAddressNumber: 4 }).record, sessions: [three, moved] };
    const changes = linkChanges(before, after);
    expect(changes.map(({ kind }) => kind)).toEqual([
      'put-peer-device',
      'put-session',
      'put-session',
      'delete-session',
    ]);
    expect(changes[0]).toMatchObject({ record: { ourAddressNumber: 4, accountId, deviceId } });
    expect(changes[2]).toMatchObject({
      record: { id: one.session.id, createdAtMs: 5, lastOpenedAtMs: 7, state: encodeSession(moved.session) },
    });
    expect(changes[3]).toEqual({ kind: 'delete-session', id: two.session.id });
  });

  it('B8: marks a stale session by its creation time, and no other one', async () => {
    const [stale, made1970] = [await made({ isStale: true }), await made({ createdAtMs: 0 })];
    const records = linkChanges(EMPTY, linked(stale, made1970)).flatMap((change) =>
      change.kind === 'put-session' ? [[change.record.id.join(), change.record.createdAtMs]] : [],
    );
    expect(Object.fromEntries(records)).toEqual({
      [stale.session.id.join()]: STALE_SESSION,
      [made1970.session.id.join()]: 1,
    });
  });

  it('B7: is the trace alone when only that has changed', () => {
    const [one] = pool as [LinkedSession];
    const packet = { position: random(8), salt: random(8), isContradictory: false };
    const traced = { ...one, trace: withOpened(NO_TRACE, packet) };
    expect(linkChanges(linked(one), linked(traced)).map(({ kind }) => kind)).toEqual(['put-session-trace']);
    expect(linkChanges(EMPTY, linked(traced)).map(({ kind }) => kind)).toEqual(['put-session', 'put-session-trace']);
    expect(linkChanges(EMPTY, linked(one)).map(({ kind }) => kind)).toEqual(['put-session']);
  });
});
