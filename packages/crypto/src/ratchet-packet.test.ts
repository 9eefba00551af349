import { describe, expect, test } from 'vitest';
import { platformProvider } from './platform.node.ts';
import { isSealedUnder, openBody, openHeader, parsePacket, sealPacket } from './ratchet-packet.ts';
import { failure, randomFrom } from './testing/devices.ts';

const random = randomFrom('packet');
const associatedData = random(32);
const headerKey = random(32);
const messageKey = random(32);
const header = { ratchetKey: random(32), previousLength: 3, number: 4, epoch: 5 };
const plaintext = random(50);

function sealUnder(key: Uint8Array, salt = random(16)): Uint8Array {
  return sealPacket(platformProvider, { associatedData, headerKey: key, header, messageKey, plaintext, salt });
}

function parsed(bytes: Uint8Array) {
  const packet = parsePacket(bytes);
  if (!packet) throw new TypeError('not a packet');
  return packet;
}

describe('ratchet packets', () => {
  test('open under their keys', () => {
    const packet = parsed(sealUnder(headerKey));
    expect(isSealedUnder(platformProvider, packet, headerKey)).toBe(true);
    expect(openHeader(platformProvider, { associatedData, headerKey, packet })).toEqual(header);
    expect(openBody(platformProvider, { associatedData, messageKey, packet })).toEqual(plaintext);
  });

  test('B13: a packet commits to one header key, whatever the rest of it is', () => {
    const otherKey = random(32);
    const salt = random(16);
    const [one, other] = [sealUnder(headerKey, salt), sealUnder(otherKey, salt)];
    // The commitment of one and everything else of the other.
    const mixed = Uint8Array.from(other);
    mixed.set(one.subarray(19, 51), 19);
    const packet = parsed(mixed);
    expect(isSealedUnder(platformProvider, packet, otherKey)).toBe(false);
    expect(isSealedUnder(platformProvider, packet, headerKey)).toBe(true);
    expect(() => openHeader(platformProvider, { associatedData, headerKey, packet })).toThrow(
      expect.objectContaining(failure('bad-tag')),
    );
  });

  test('the salt decides the seal key: one header key never seals two headers alike', () => {
    const [one, two] = [sealUnder(headerKey), sealUnder(headerKey)];
    expect(one.subarray(19, 51)).not.toEqual(two.subarray(19, 51));
    expect(one.subarray(51, 112)).not.toEqual(two.subarray(51, 112));
  });

  test('a header of one packet does not open in front of another body', () => {
    const [one, two] = [sealUnder(headerKey), sealUnder(headerKey)];
    const mixed = Uint8Array.of(...one.subarray(0, 112), ...two.subarray(112));
    expect(() => openBody(platformProvider, { associatedData, messageKey, packet: parsed(mixed) })).toThrow(
      expect.objectContaining(failure('bad-tag')),
    );
  });

  test('lengths that cannot be are no packet', () => {
    const bytes = sealUnder(headerKey);
    const withHeaderLength = (length: number) => {
      const copy = Uint8Array.from(bytes);
      copy.set([length >> 8, length & 0xff], 1);
      return copy;
    };
    expect(parsePacket(bytes)).toBeDefined();
    for (const length of [0, 57, 60, 62, 61 + 51, 0xffff]) {
      expect(parsePacket(withHeaderLength(length))).toBeUndefined();
    }
    expect(parsePacket(bytes.subarray(0, 127))).toBeUndefined();
    expect(parsePacket(new Uint8Array(0))).toBeUndefined();
  });
});
