import { LIMITS } from '@sotto/wire';
import { describe, expect, test } from 'vitest';
import { platformProvider } from './platform.node.ts';
import { IDLE, offererOf, type PqPhase, type PqRatchet } from './pq-ratchet.ts';
import { receivingTurn, type SendingTurnInput, sendingTurn } from './pq-ratchet-turn.ts';
import { failure, randomFrom } from './testing/devices.ts';

const random = randomFrom('turns of the post-quantum ratchet');
const epochSecret = random(32);
const phases = {
  idle: IDLE,
  offering: { kind: 'offering', seed: random(64), encapsulationKey: random(1_184) },
  answering: { kind: 'answering', ciphertext: random(1_088), epochSecret },
  agreed: { kind: 'agreed', epochSecret },
} as const satisfies Record<PqPhase['kind'], PqPhase>;
const DAY_MS = LIMITS.KEM_RATCHET_SECONDS * 1_000;
const STEPS = LIMITS.KEM_RATCHET_STEPS;

function ratchet(change: Partial<PqRatchet> = {}): PqRatchet {
  return { epoch: 6, steps: 3, changedAtMs: 1_000, phase: IDLE, ...change };
}

function send(state: PqRatchet, change: Partial<SendingTurnInput> = {}) {
  return sendingTurn(state, { provider: platformProvider, role: 'initiator', random, nowMs: 2_000, ...change });
}

describe('whose turn it is to offer', () => {
  test('alternates, and begins with the initiator', () => {
    expect([1, 2, 3, 4, 2 ** 32 - 1].map(offererOf)).toEqual([
      ...['initiator', 'recipient', 'initiator', 'recipient', 'initiator'],
    ]);
  });
});

describe('the receiving half of a root step', () => {
  test('is plain in the same epoch, in every phase, and counts', () => {
    for (const phase of Object.values(phases)) {
      const state = ratchet({ phase });
      expect(receivingTurn(state, { epoch: 6, nowMs: 5_000 })).toEqual({
        next: { ...state, steps: 4 },
        mix: undefined,
        consumed: [],
      });
    }
  });

  test('mixes in what was answered when the header says the next epoch', () => {
    const turn = receivingTurn(ratchet({ phase: phases.answering }), { epoch: 7, nowMs: 5_000 });
    expect(turn).toEqual({
      next: { epoch: 7, steps: 0, changedAtMs: 5_000, phase: IDLE },
      mix: { epoch: 7, secret: epochSecret },
      consumed: [epochSecret],
    });
  });

  test('refuses every other epoch, and the next one in every other phase', () => {
    const badTag = expect.objectContaining(failure('bad-tag'));
    for (const phase of Object.values(phases)) {
      for (const epoch of phase.kind === 'answering' ? [0, 5, 8, 0xffff_ffff] : [0, 5, 7, 8, 0xffff_ffff]) {
        expect(() => receivingTurn(ratchet({ phase }), { epoch, nowMs: 0 })).toThrow(badTag);
      }
    }
  });
});

describe('the sending half of a root step', () => {
  test('mixes in what is agreed, and forgets it', () => {
    expect(send(ratchet({ phase: phases.agreed, steps: STEPS }))).toEqual({
      next: { epoch: 7, steps: 0, changedAtMs: 2_000, phase: IDLE },
      mix: { epoch: 7, secret: epochSecret },
      consumed: [epochSecret],
    });
  });

  test('is plain and counts, up to the limit, while an epoch is under way or not due', () => {
    for (const phase of [phases.idle, phases.offering, phases.answering]) {
      const state = ratchet({ phase });
      expect(send(state)).toEqual({ next: { ...state, steps: 4 }, mix: undefined, consumed: [] });
    }
    for (const phase of [phases.offering, phases.answering]) {
      const state = ratchet({ phase, steps: STEPS });
      expect(send(state, { nowMs: 10 * DAY_MS }).next).toEqual(state);
    }
  });

  test('offers the next epoch with the step that reaches the limit, and not one earlier', () => {
    expect(send(ratchet({ steps: STEPS - 2 })).next).toMatchObject({ steps: STEPS - 1, phase: IDLE });
    for (const steps of [STEPS - 1, STEPS]) {
      const { next, mix, consumed } = send(ratchet({ steps }));
      expect(next).toMatchObject({ epoch: 6, steps: STEPS, changedAtMs: 1_000, phase: { kind: 'offering' } });
      expect([mix, consumed]).toEqual([undefined, []]);
    }
  });

  test('offers after a day by our clock, and not a millisecond earlier', () => {
    expect(send(ratchet(), { nowMs: 1_000 + DAY_MS - 1 }).next.phase).toEqual(IDLE);
    expect(send(ratchet(), { nowMs: 1_000 + DAY_MS }).next).toMatchObject({ steps: 4, phase: { kind: 'offering' } });
  });

  test('a clock that goes back hinders nothing: the steps still count', () => {
    const future = ratchet({ changedAtMs: 1_000 * DAY_MS });
    expect(send(future).next).toEqual({ ...future, steps: 4 });
    expect(send({ ...future, steps: STEPS - 1 }).next.phase.kind).toBe('offering');
  });

  test('never offers an epoch that the other side offers', () => {
    const due = { steps: STEPS, changedAtMs: 0 };
    expect(send(ratchet(due), { role: 'recipient', nowMs: 10 * DAY_MS }).next.phase).toEqual(IDLE);
    expect(send(ratchet({ ...due, epoch: 7 })).next.phase).toEqual(IDLE);
    expect(send(ratchet({ ...due, epoch: 7 }), { role: 'recipient' }).next.phase.kind).toBe('offering');
  });

  test('makes its key pair of 64 drawn bytes, and wipes what it drew', () => {
    const drawn: Uint8Array[] = [];
    const recording = (length: number) => {
      const bytes = random(length);
      drawn.push(bytes);
      return bytes;
    };
    const { phase } = send(ratchet({ steps: STEPS }), { random: recording }).next;
    if (phase.kind !== 'offering') throw new TypeError(phase.kind);
    expect(drawn).toEqual([new Uint8Array(64)]);
    expect(phase.seed).not.toEqual(new Uint8Array(64));
    expect(platformProvider.mlKem768.keyPair(phase.seed).publicKey).toEqual(phase.encapsulationKey);
  });
});
