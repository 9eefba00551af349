/**
 * The end of a schedule: what is on its way comes, and the devices write to each other. After at most two messages each
 * way every pair is on one session and reads each other (attack A11). What devices send by themselves to repair sessions is
 * not counted, and bounded.
 *
 * Only a pair in which an introduction named a prekey that its receiver does not hold may need more: the patience that
 * specs/03 §5 asks for, and two messages after it.
 */
import { formatHex, LIMITS } from '@sotto/wire';
import { sendingSession } from '../../packages/client/src/device-link.ts';
import { mustHold } from './broken-rule.ts';
import type { Device } from './device.ts';
import { linkWith } from './device-state.ts';
import { holdRules } from './rules.ts';
import { pairOf, type Stage } from './stage.ts';

const ROUNDS = 2;
/** New sessions that a device starts by itself in ten minutes (specs/08 §4). */
const REPAIRS = 3;
const PATIENCE_MS = LIMITS.INTRODUCTION_PATIENCE_SECONDS * 1_000;

export async function settle(stage: Stage): Promise<void> {
  const devices = [...stage.devices.values()];
  const nowMs = Math.max(...devices.flatMap(({ clockLog }) => clockLog));
  for (const device of devices) {
    device.setClock(nowMs);
    device.restart();
  }
  const underway = stage.post.takeAll();
  for (const packet of [...underway, ...underway]) await stage.hand(packet);
  holdRules(stage);
  for (const one of devices) {
    for (const name of stage.peersOf(one)) {
      if (one.name < name) await settlePair(stage, one, stage.named(name));
    }
  }
  holdRules(stage);
}

async function settlePair(stage: Stage, one: Device, other: Device): Promise<void> {
  await exchange(stage, one, other, ROUNDS);
  if (!areOnOne(one, other) && stage.withoutKeys.has(pairOf(one.name, other.name))) {
    for (const device of [one, other]) device.setClock(device.nowMs + PATIENCE_MS);
    await exchange(stage, one, other, ROUNDS);
  }
  mustHold(areOnOne(one, other), 'A11: two devices do not end on one session', pairOf(one.name, other.name));
  mustHold(await exchange(stage, one, other, 1), 'A11: two devices do not read each other in the end');
}

/** Whether everything of the last round was read. */
async function exchange(stage: Stage, one: Device, other: Device, rounds: number): Promise<boolean> {
  let areRead = false;
  for (let round = 0; round < rounds; round++) {
    areRead = true;
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const) {
      areRead = (await handOver(stage, from, to)) && areRead;
      for (let repairs = 0; repairs < REPAIRS && (await repair(stage, one, other)); repairs++);
    }
  }
  return areRead;
}

/** Whether what one says is read, with everything else that is on its way. */
async function handOver(stage: Stage, from: Device, to: Device): Promise<boolean> {
  await stage.say(from, to.name);
  let areRead = true;
  for (const packet of stage.post.takeAll()) areRead = (await stage.hand(packet)).kind === 'shown' && areRead;
  return areRead;
}

/** What devices say of themselves, at once: that they need another session, or that the other one may have lost one. */
async function repair(stage: Stage, one: Device, other: Device): Promise<boolean> {
  const due = [
    { from: one, to: other },
    { from: other, to: one },
  ].filter(({ from, to }) => from.state.wanted.has(to.name) || from.state.hints.has(to.name));
  for (const { from, to } of due) await handOver(stage, from, to);
  return due.length > 0;
}

function areOnOne(one: Device, other: Device): boolean {
  const [ours, theirs] = [best(one, other), best(other, one)];
  return ours !== undefined && ours === theirs;
}

function best(device: Device, { name }: Device): string | undefined {
  const entry = sendingSession(linkWith(device.state, name), device.nowMs);
  return entry && formatHex(entry.session.id);
}
