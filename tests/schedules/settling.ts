/**
 * The end of a schedule: what is on its way comes, and the devices write to each other. After at most two messages each
 * way every pair is on one session and reads each other (attack A11).
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
      await stage.say(from, to.name);
      for (const packet of stage.post.takeAll()) areRead = (await stage.hand(packet)).kind === 'shown' && areRead;
    }
  }
  return areRead;
}

function areOnOne(one: Device, other: Device): boolean {
  const [ours, theirs] = [best(one, other), best(other, one)];
  return ours !== undefined && ours === theirs;
}

function best(device: Device, { name }: Device): string | undefined {
  const entry = sendingSession(linkWith(device.state, name), device.nowMs);
  return entry && formatHex(entry.session.id);
}
