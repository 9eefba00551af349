/** What must hold of all devices after every step of a schedule. */
import type { Session } from '@sotto/crypto';
import { formatHex, LIMITS } from '@sotto/wire';
import { mustHold } from './broken-rule.ts';
import type { Device } from './device.ts';
import type { Stage } from './stage.ts';

export function holdRules(stage: Stage): void {
  for (const device of stage.devices.values()) {
    holdShown(device);
    holdBounds(device);
  }
  holdEpochs(stage);
}

function holdShown({ name, state }: Device): void {
  const texts = state.shown.map(({ text }) => text);
  mustHold(new Set(texts).size === texts.length, 'B4: a message was shown twice', name);
  const isTheirs = state.shown.every(({ from, text }) => text.startsWith(`${from} to ${name}: `));
  mustHold(isTheirs, 'C4: a message was shown in the name of somebody else', name);
}

function holdBounds({ name, state }: Device): void {
  for (const { sessions } of state.links.values()) {
    mustHold(sessions.length <= LIMITS.MAX_SESSIONS_PER_DEVICE, 'A11: too many sessions are kept', name);
    for (const { session } of sessions) {
      const { receiving } = session;
      const skipped = receiving.reduce((sum, chain) => sum + chain.skipped.length, 0);
      mustHold(skipped <= LIMITS.MAX_SKIPPED_KEYS, 'B1: too many skipped keys are kept', `${skipped}`);
      mustHold(receiving.length <= LIMITS.MAX_RECEIVING_CHAINS, 'B1: too many chains are kept', name);
    }
  }
}

/** Epochs of the two sides of a session, unless one of them was put back to an older state. */
function holdEpochs(stage: Stage): void {
  const known = new Map<string, Session>();
  for (const device of stage.devices.values()) {
    for (const peer of stage.peersOf(device)) {
      for (const session of device.sessionsWith(peer)) {
        const id = formatHex(session.id);
        const other = known.get(id);
        known.set(id, session);
        if (other === undefined || !stage.expectation.isUndisturbed(id)) continue;
        const distance = Math.abs(session.pq.epoch - other.pq.epoch);
        mustHold(distance <= 1, 'B16: epochs of a session are further apart than one', `${distance}`);
      }
    }
  }
}
