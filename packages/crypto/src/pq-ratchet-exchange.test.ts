import { encodeCanonical, LABELS } from '@sotto/wire';
import { describe, expect, test } from 'vitest';
import { platformProvider } from './platform.node.ts';
import { IDLE, type PqRatchet } from './pq-ratchet.ts';
import { type TakeInput, takeMaterial } from './pq-ratchet-exchange.ts';
import type { PqMaterial } from './pq-ratchet-material.ts';
import { portableProvider } from './provider.portable.ts';
import { failure, randomFrom } from './testing/devices.ts';

const random = randomFrom('exchange of the post-quantum ratchet');
const { mlKem768 } = platformProvider;
const { seed, publicKey: encapsulationKey } = mlKem768.keyPair(random(64));
const offer: PqMaterial = { kind: 'offer', encapsulationKey };

// The initiator offers epoch 7, the recipient answers.
const idle: PqRatchet = { epoch: 6, steps: 3, changedAtMs: 1_000, phase: IDLE };
const offering: PqRatchet = { ...idle, phase: { kind: 'offering', seed, encapsulationKey } };
const m = Uint8Array.from({ length: 32 }, (_, i) => i);

function take(state: PqRatchet, role: TakeInput['role'], material: PqMaterial, change: Partial<TakeInput> = {}) {
  return takeMaterial(state, {
    provider: platformProvider,
    role,
    epoch: 6,
    material,
    random: () => m.slice(),
    ...change,
  });
}

function answered() {
  const { next } = take(idle, 'recipient', offer);
  if (next.phase.kind !== 'answering') throw new TypeError(next.phase.kind);
  const { ciphertext, epochSecret } = next.phase;
  return { next, epochSecret, answer: { kind: 'answer', ciphertext } as const };
}

function expectIgnored(state: PqRatchet, role: TakeInput['role'], material: PqMaterial, epoch = 6): void {
  const drawn: number[] = [];
  const drawing = (length: number) => new Uint8Array(drawn.push(length));
  expect(take(state, role, material, { epoch, random: drawing })).toEqual({ next: state, consumed: [] });
  expect(drawn).toEqual([]);
}

describe('material of the next epoch', () => {
  test('an offer is answered, and the answer gives its offerer the same secret', () => {
    const { next, epochSecret, answer } = answered();
    expect(next).toEqual({ ...idle, phase: { kind: 'answering', ciphertext: answer.ciphertext, epochSecret } });
    expect(take(offering, 'initiator', answer)).toEqual({
      next: { ...idle, phase: { kind: 'agreed', epochSecret } },
      consumed: [seed],
    });
    for (const [provider, state, material] of [
      [portableProvider, idle, offer],
      [portableProvider, offering, answer],
    ] as const) {
      const role = state === idle ? 'recipient' : 'initiator';
      expect(take(state, role, material, { provider })).toEqual(take(state, role, material));
    }
  });

  test('the secret is the labelled hash over epoch, key, ciphertext and what the KEM gives', () => {
    const { ciphertext, sharedSecret } = mlKem768.encapsulate(encapsulationKey, m.slice());
    const { epochSecret, answer } = answered();
    expect(answer.ciphertext).toEqual(ciphertext);
    const encoded = encodeCanonical(LABELS.pqRatchetSecret, 7, encapsulationKey, ciphertext, sharedSecret);
    expect(epochSecret).toEqual(platformProvider.sha256(encoded));
  });

  test('the secrets on the way are wiped: what was drawn, and what the KEM gave', () => {
    const given: Uint8Array[] = [];
    const keep = <T extends Uint8Array>(secret: T): T => {
      given.push(secret);
      return secret;
    };
    const watching = {
      ...platformProvider,
      mlKem768: {
        ...mlKem768,
        encapsulate(key: Uint8Array, drawn: Uint8Array) {
          const result = mlKem768.encapsulate(key, drawn);
          keep(result.sharedSecret);
          return result;
        },
        decapsulate: (kemSeed: Uint8Array, ciphertext: Uint8Array) => keep(mlKem768.decapsulate(kemSeed, ciphertext)),
      },
    };
    take(idle, 'recipient', offer, { provider: watching, random: () => keep(m.slice()) });
    take(offering, 'initiator', answered().answer, { provider: watching });
    expect(given).toEqual([new Uint8Array(32), new Uint8Array(32), new Uint8Array(32)]);
  });

  test('B4: what is late, early, repeated or has been settled changes nothing and costs nothing', () => {
    const { next: answering, answer, epochSecret } = answered();
    const agreed: PqRatchet = { ...idle, phase: { kind: 'agreed', epochSecret } };
    const other: PqMaterial = { kind: 'offer', encapsulationKey: mlKem768.keyPair(random(64)).publicKey };
    for (const epoch of [4, 8]) expectIgnored(idle, 'recipient', offer, epoch);
    for (const epoch of [4, 8]) expectIgnored(offering, 'initiator', answer, epoch);
    expectIgnored(answering, 'recipient', offer);
    expectIgnored(answering, 'recipient', other);
    expectIgnored(idle, 'initiator', answer);
    expectIgnored(agreed, 'initiator', answer);
    expectIgnored(offering, 'initiator', { kind: 'none' });
  });

  test('an offer or answer of the side that does not send it is refused, also when it would be ignored', () => {
    const { next: answering, answer } = answered();
    const malformed = expect.objectContaining(failure('malformed'));
    for (const epoch of [0, 4, 6, 8]) {
      expect(() => take(offering, 'initiator', offer, { epoch })).toThrow(malformed);
      expect(() => take(idle, 'initiator', offer, { epoch })).toThrow(malformed);
      expect(() => take(answering, 'recipient', answer, { epoch })).toThrow(malformed);
      expect(() => take(idle, 'recipient', offer, { epoch: epoch + 1 })).toThrow(malformed);
      expect(() => take(offering, 'initiator', answer, { epoch: epoch + 1 })).toThrow(malformed);
    }
  });

  test('A3: an encapsulation key that FIPS 203 refuses is refused where it would be answered', () => {
    const badKey = expect.objectContaining(failure('bad-key'));
    const bad: PqMaterial = {
      kind: 'offer',
      encapsulationKey: encapsulationKey.map((byte, i) => (i < 2 ? 0xff : byte)),
    };
    for (const provider of [platformProvider, portableProvider]) {
      const drawn: Uint8Array[] = [];
      const keeping = () => {
        drawn.push(m.slice());
        return drawn[0] ?? m;
      };
      expect(() => take(idle, 'recipient', bad, { provider, random: keeping })).toThrow(badKey);
      expect(drawn).toEqual([new Uint8Array(32)]);
    }
    expectIgnored(answered().next, 'recipient', bad);
  });

  test('A3: a tampered ciphertext gives the offerer an unrelated secret and no error', () => {
    const { answer, epochSecret } = answered();
    const tampered: PqMaterial = { kind: 'answer', ciphertext: answer.ciphertext.map((b, i) => (i === 9 ? b ^ 1 : b)) };
    const { phase } = take(offering, 'initiator', tampered).next;
    expect(phase.kind === 'agreed' && phase.epochSecret).not.toEqual(epochSecret);
    expect(phase.kind).toBe('agreed');
  });
});
