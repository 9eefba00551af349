import { FakeClock } from '@sotto/testkit';
import { expect, it } from 'vitest';
import { FakeClient, START_MS } from '../testing/fake-client.ts';
import type { AppAction } from './app-reducer.ts';
import { ConversationController } from './conversation-controller.ts';

const HOUR_MS = 3_600_000;

function watching() {
  const client = new FakeClient();
  const clock = new FakeClock(START_MS);
  const muted: boolean[] = [];
  const faults: unknown[] = [];
  const dispatch = (action: AppAction) => {
    if (action.type === 'conversations') muted.push(...action.conversations.map(({ isMuted }) => isMuted));
  };
  const report = (error: unknown) => faults.push(error);
  const controller = new ConversationController({ client, clock, dispatch, report, flash: () => {} });
  const pass = async (ms: number) => {
    client.nowMs += ms;
    // Whoever is asked answers only after the timers that are due.
    clock.advance(ms);
    await clock.settle();
  };
  return { client, clock, controller, muted, faults, pass };
}

it('a mute is over on the screen when its time is over, though nobody tells', async () => {
  const { client, clock, controller, muted, faults, pass } = watching();
  client.know('Grace');
  client.know('Linus');
  await client.mute('Grace', START_MS + 2 * HOUR_MS);
  await client.mute('Linus', Number.MAX_SAFE_INTEGER);
  controller.start();
  await clock.settle();
  expect(muted.splice(0)).toEqual([true, true]);
  await pass(HOUR_MS);
  await pass(HOUR_MS - 1);
  expect(muted).toEqual([]);
  await pass(1);
  expect(muted).toEqual([false]);
  await pass(100 * HOUR_MS);
  expect(muted).toEqual([false]);
  expect(faults).toEqual([]);
});

it('nothing is waited for after the end, also when something was being read', async () => {
  const { client, clock, controller, faults } = watching();
  client.know('Grace');
  await client.mute('Grace', START_MS + HOUR_MS);
  const stop = controller.start();
  await clock.settle();
  expect(clock.pendingTimers).toBe(1);
  client.emit('conversation', 'sotto1grace');
  stop();
  await clock.settle();
  expect(clock.pendingTimers).toBe(0);
  expect(faults).toEqual([]);
});
