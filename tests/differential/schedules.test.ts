/**
 * Our implementation against the reference implementation of `tests/reference`, on any schedule of sending, loss,
 * repetition, reordering, tampering, restarts and time (specs/03, specs/04, specs/10).
 *
 * In lockstep both get the same fresh bytes, and every packet, every outcome and every session at rest must be the same to
 * the byte. Across, one device runs ours and the other the reference. fast-check prints the seed of a failure and
 * shrinks the schedule; SOTTO_SCHEDULES sets how many are played of each kind.
 */
import process from 'node:process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Implementation } from './implementation.ts';
import { ours } from './our-implementation.ts';
import { reference } from './reference-implementation.ts';
import { type Schedule, schedules } from './schedule.ts';
import { Stage } from './stage.ts';
import { twins } from './twin-implementation.ts';

const NUMBER = Number(process.env['SOTTO_SCHEDULES'] ?? 8);
const TIMEOUT_MS = 120_000 + NUMBER * 5_000;

async function play<I, R>(initiator: Implementation<I>, recipient: Implementation<R>, schedule: Schedule) {
  const stage = await Stage.open(initiator, recipient, schedule);
  await stage.play([{ kind: 'send', from: 'initiator', count: 1 }, ...schedule.events]);
}

function onEverySchedule(property: (schedule: Schedule) => Promise<void>): Promise<void> {
  return fc.assert(fc.asyncProperty(schedules, property), { numRuns: NUMBER });
}

test('in lockstep, ours and the reference do the same to the byte on every schedule', { timeout: TIMEOUT_MS }, () =>
  onEverySchedule((schedule) => play(twins(ours, reference), twins(ours, reference), schedule)),
);

test('a device of ours starts a session with one of the reference', { timeout: TIMEOUT_MS }, () =>
  onEverySchedule((schedule) => play(ours, reference, schedule)),
);

test('a device of the reference starts a session with one of ours', { timeout: TIMEOUT_MS }, () =>
  onEverySchedule((schedule) => play(reference, ours, schedule)),
);

test.each([true, false])('in lockstep through three epochs and a day, with a one-time prekey: %s', async (is) => {
  const both = twins(ours, reference);
  const stage = await Stage.open(both, both, { seed: 1, withOneTimePrekey: is });
  await stage.play([
    { kind: 'rounds', first: 'initiator', count: 40 },
    { kind: 'wait', ms: 86_400_000 },
    { kind: 'rounds', first: 'recipient', count: 8 },
  ]);
});

test('in lockstep through an epoch in bursts of which the first messages are lost', async () => {
  const both = twins(ours, reference);
  const stage = await Stage.open(both, both, { seed: 5, withOneTimePrekey: true });
  const burst = (from: 'initiator' | 'recipient') => {
    const to = from === 'initiator' ? ('recipient' as const) : ('initiator' as const);
    const lose = { kind: 'lose', to, which: 0 } as const;
    return [{ kind: 'send', from, count: 18 }, lose, lose, lose, { kind: 'deliver all', to }] as const;
  };
  const bursts = Array.from({ length: 4 }, () => [...burst('recipient'), ...burst('initiator')]).flat();
  await stage.play([{ kind: 'rounds', first: 'initiator', count: 10 }, ...bursts]);
});

test('B1: in lockstep over jumps as long as they may be, and one longer', async () => {
  const both = twins(ours, reference);
  const stage = await Stage.open(both, both, { seed: 2, withOneTimePrekey: true });
  await stage.play([
    { kind: 'rounds', first: 'initiator', count: 2 },
    { kind: 'send', from: 'initiator', count: 2002 },
    { kind: 'deliver', to: 'recipient', which: 2001 },
    { kind: 'deliver', to: 'recipient', which: 2000 },
    { kind: 'deliver', to: 'recipient', which: 999 },
    { kind: 'deliver', to: 'recipient', which: 1000 },
    { kind: 'wait', ms: 30 * 86_400_000 },
    { kind: 'deliver', to: 'recipient', which: 1500 },
    { kind: 'deliver', to: 'recipient', which: 1998 },
  ]);
});

test('B1: in lockstep when the first message that arrives is too far into its chain', async () => {
  const both = twins(ours, reference);
  const stage = await Stage.open(both, both, { seed: 4, withOneTimePrekey: false });
  await stage.play([
    { kind: 'send', from: 'initiator', count: 2002 },
    { kind: 'deliver', to: 'recipient', which: 2001 },
    { kind: 'deliver', to: 'recipient', which: 2000 },
    { kind: 'rounds', first: 'recipient', count: 1 },
  ]);
});

test('what makes twins differ is found', async () => {
  const lax: typeof ours = { ...ours, seal: (session, plaintext) => ours.seal(session, plaintext, 'another seed') };
  await expect(play(twins(ours, lax), ours, { seed: 3, withOneTimePrekey: true, events: [] })).rejects.toThrow();
});
