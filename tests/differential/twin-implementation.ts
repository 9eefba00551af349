/** Two implementations in lockstep, on the same fresh bytes: whatever one does, the other must do to the byte. */
import { formatHex } from '@sotto/wire';
import { expect } from 'vitest';
import type { Implementation, Message, Outcome } from './implementation.ts';

export interface Twins<A, B> {
  readonly one: A;
  readonly other: B;
}

function visibleMessage({ packet, initial }: Message) {
  const ids = initial && [initial.signedPrekeyId, initial.kemPrekeyId, initial.oneTimePrekeyId];
  const bytes = initial && [formatHex(initial.ephemeralKey), formatHex(initial.kemCiphertext)];
  return { packet: formatHex(packet), ids, bytes };
}

function visibleOutcome(outcome: Outcome<unknown>): unknown {
  return outcome.kind === 'opened' ? { kind: outcome.kind, plaintext: formatHex(outcome.plaintext) } : outcome;
}

/** Fails with the place of the first difference: a session at rest has up to 50 kB. */
function expectSameBytes(one: Uint8Array, other: Uint8Array): void {
  const at = one.findIndex((byte, index) => byte !== other[index]);
  const excerpt = (bytes: Uint8Array) => ({
    bytes: bytes.length,
    at,
    hex: at < 0 ? '' : formatHex(bytes.slice(Math.max(0, at - 8), at + 24)),
  });
  expect(excerpt(one)).toEqual(excerpt(other));
}

export function twins<A, B>(one: Implementation<A>, other: Implementation<B>): Implementation<Twins<A, B>> {
  function same(ofOne: Outcome<A>, ofOther: Outcome<B>): Outcome<Twins<A, B>> {
    expect(visibleOutcome(ofOne)).toEqual(visibleOutcome(ofOther));
    if (ofOne.kind === 'opened' && ofOther.kind === 'opened') {
      expectSameBytes(one.bytes(ofOne.state), other.bytes(ofOther.state));
      return { ...ofOne, state: { one: ofOne.state, other: ofOther.state } };
    }
    return ofOne.kind === 'opened' ? { kind: 'refused', code: 'the twins differ' } : ofOne;
  }

  const sameBytes = (state: Twins<A, B>) => {
    const bytes = one.bytes(state.one);
    expectSameBytes(bytes, other.bytes(state.other));
    return bytes;
  };

  return {
    name: `${one.name} and ${other.name} in lockstep`,
    async initiate(setting, step) {
      const state = { one: await one.initiate(setting, step), other: await other.initiate(setting, step) };
      sameBytes(state);
      return state;
    },
    async accept(setting, message, step) {
      return same(await one.accept(setting, message, step), await other.accept(setting, message, step));
    },
    seal(state, plaintext, seed) {
      const ofOne = one.seal(state.one, plaintext, seed);
      const ofOther = other.seal(state.other, plaintext, seed);
      expect(visibleMessage(ofOne.message)).toEqual(visibleMessage(ofOther.message));
      const next = { one: ofOne.state, other: ofOther.state };
      sameBytes(next);
      return { state: next, message: ofOne.message };
    },
    async open(state, packet, step) {
      return same(await one.open(state.one, packet, step), await other.open(state.other, packet, step));
    },
    bytes: sameBytes,
    read(bytes) {
      return { one: one.read(bytes), other: other.read(bytes) };
    },
  };
}
