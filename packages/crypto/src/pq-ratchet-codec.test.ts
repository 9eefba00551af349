import { LIMITS } from '@sotto/wire';
import { describe, expect, test } from 'vitest';
import type { PqPhase } from './pq-ratchet.ts';
import { pqRatchetLength } from './pq-ratchet-codec.ts';
import { Session } from './session.ts';
import { decodeSession, encodeSession } from './session-codec.ts';
import { failure, randomFrom, sessionPair } from './testing/devices.ts';
import { pairInPhase, speak, withPq } from './testing/pq-sessions.ts';

const random = randomFrom('post-quantum ratchet at rest');
const malformed = expect.objectContaining(failure('malformed'));
const KINDS = ['idle', 'offering', 'answering', 'agreed'] as const;

describe('the post-quantum ratchet at rest', () => {
  test('comes back in every phase, and works on', async () => {
    const seen = new Set<PqPhase['kind']>();
    for (const kind of KINDS) {
      const { ada, grace } = await pairInPhase(kind, random);
      for (const session of [ada, grace]) {
        seen.add(session.pq.phase.kind);
        const decoded = decodeSession(encodeSession(session));
        expect(decoded).toEqual(session);
        expect(encodeSession(decoded)).toEqual(encodeSession(session));
      }
      const said = await speak(decodeSession(encodeSession(ada)), decodeSession(encodeSession(grace)), random);
      expect(said.opened.plaintext).toEqual(Uint8Array.of(1));
    }
    expect([...seen].sort()).toEqual([...KINDS].sort());
  });

  test('is the last field: epoch, steps, time, phase and what the phase holds', async () => {
    const { ada } = await pairInPhase('offering', random);
    const { phase } = ada.pq;
    if (phase.kind !== 'offering') throw new TypeError(phase.kind);
    const session = withPq(ada, { epoch: 0x01020304 * 2, changedAtMs: 0x0708 });
    const tail = encodeSession(session).subarray(-pqRatchetLength(session.pq));
    expect(tail).toEqual(
      Uint8Array.of(2, 4, 6, 8, 20, 0, 0, 0, 0, 0, 0, 7, 8, 1, ...phase.seed, ...phase.encapsulationKey),
    );
    const lengths = KINDS.map(async (kind) => pqRatchetLength((await pairInPhase(kind, random)).ada.pq));
    expect(await Promise.all(lengths)).toEqual([14, 14 + 64 + 1_184, 14 + 64 + 1_184, 14 + 32]);
    expect(pqRatchetLength((await pairInPhase('answering', random)).grace.pq)).toBe(14 + 1_088 + 32);
  });

  test('is refused with another phase, with too many steps, and cut', async () => {
    const { ada } = await sessionPair(random);
    const bytes = encodeSession(ada);
    const changed = (fromEnd: number, value: number) =>
      bytes.map((byte, i) => (i === bytes.length - fromEnd ? value : byte));
    for (const phase of [4, 5, 255]) expect(() => decodeSession(changed(1, phase))).toThrow(malformed);
    decodeSession(changed(10, LIMITS.KEM_RATCHET_STEPS));
    for (const steps of [LIMITS.KEM_RATCHET_STEPS + 1, 255]) {
      expect(() => decodeSession(changed(10, steps))).toThrow(malformed);
    }
    for (const phase of [1, 2, 3]) {
      expect(() => decodeSession(changed(1, phase))).toThrow(expect.objectContaining({ name: 'DecodeError' }));
    }
  });

  test('is refused in a phase of the other side', async () => {
    for (const kind of KINDS.slice(1)) {
      const pair = await pairInPhase(kind, random);
      for (const session of [pair.ada, pair.grace].filter(({ pq }) => pq.phase.kind !== 'idle')) {
        const role = session.role === 'initiator' ? 'recipient' : 'initiator';
        expect(() => decodeSession(encodeSession(new Session({ ...session, role })))).toThrow(malformed);
        const epoch = session.pq.epoch + 1;
        expect(() => decodeSession(encodeSession(withPq(session, { epoch })))).toThrow(malformed);
      }
    }
  });
});
