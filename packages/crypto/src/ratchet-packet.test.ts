import { createHmac } from 'node:crypto';
import { encodeCanonical, LABELS } from '@sotto/wire';
import { describe, expect, test } from 'vitest';
import { platformProvider } from './platform.node.ts';
import { encodeHeader } from './ratchet-header.ts';
import { isSealedUnder, openBody, openHeader, type Packet, parsePacket, sealPacket } from './ratchet-packet.ts';
import { failure, randomFrom } from './testing/devices.ts';

const random = randomFrom('packet');
const associatedData = random(32);
const headerKey = random(32);
const messageKey = random(32);
const header = { ratchetKey: random(32), previousLength: 3, number: 4, epoch: 5 };
const plaintext = random(50);

const SALT = [1, 17] as const;
const COMMITMENT = [17, 49] as const;
const HEADER = [49, 94] as const;
const BODY_AT = 94;

function sealUnder(key: Uint8Array, salt = random(16)): Uint8Array {
  return sealPacket(platformProvider, { associatedData, headerKey: key, header, messageKey, plaintext, salt });
}

function parsed(bytes: Uint8Array): Packet {
  const packet = parsePacket(bytes);
  if (!packet) throw new TypeError('not a packet');
  return packet;
}

function withFlippedByte(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.map((byte, i) => (i === at ? byte ^ 0x04 : byte));
}

function hmac(label: 'headerSeal' | 'headerCommitment', ...parts: (Uint8Array | number)[]): Buffer {
  return createHmac('sha256', headerKey)
    .update(encodeCanonical(LABELS[label], ...parts))
    .digest();
}

describe('ratchet packets', () => {
  test('open under their keys', () => {
    const packet = parsed(sealUnder(headerKey));
    expect(isSealedUnder(platformProvider, packet, headerKey)).toBe(true);
    expect(openHeader(platformProvider, packet, headerKey)).toEqual(header);
    expect(openBody(platformProvider, { associatedData, messageKey, packet })).toEqual(plaintext);
  });

  test('have pad and commitment as the specification says', () => {
    const bytes = sealUnder(headerKey);
    const salt = bytes.subarray(...SALT);
    const pad = Buffer.concat([hmac('headerSeal', 0, salt), hmac('headerSeal', 1, salt)]);
    expect(bytes.subarray(...HEADER).map((byte, i) => byte ^ (pad[i] ?? 0))).toEqual(encodeHeader(header));
    const bound = Buffer.concat([bytes.subarray(0, COMMITMENT[0]), bytes.subarray(...HEADER)]);
    expect(Buffer.from(bytes.subarray(...COMMITMENT))).toEqual(hmac('headerCommitment', bound));
  });

  test('B13: a packet commits to one header key, whatever the rest of it is', () => {
    const otherKey = random(32);
    const salt = random(16);
    const [one, other] = [sealUnder(headerKey, salt), sealUnder(otherKey, salt)];
    // The commitment of one and everything else of the other.
    const mixed = Uint8Array.from(other);
    mixed.set(one.subarray(...COMMITMENT), COMMITMENT[0]);
    for (const key of [headerKey, otherKey]) expect(isSealedUnder(platformProvider, parsed(mixed), key)).toBe(false);
  });

  test('B3: a change of any byte before the body unseals the header, any later one the body', () => {
    const bytes = sealUnder(headerKey);
    expect(parsePacket(withFlippedByte(bytes, 0))).toBeUndefined();
    for (let at = 1; at < BODY_AT; at++) {
      expect(isSealedUnder(platformProvider, parsed(withFlippedByte(bytes, at)), headerKey)).toBe(false);
    }
    for (let at = BODY_AT; at < bytes.length; at++) {
      const packet = parsed(withFlippedByte(bytes, at));
      expect(isSealedUnder(platformProvider, packet, headerKey)).toBe(true);
      expect(() => openBody(platformProvider, { associatedData, messageKey, packet })).toThrow(
        expect.objectContaining(failure('bad-tag')),
      );
    }
  });

  test('the salt decides the pad: one header key never seals two headers alike', () => {
    const [one, two] = [sealUnder(headerKey), sealUnder(headerKey)];
    expect(one.subarray(...COMMITMENT)).not.toEqual(two.subarray(...COMMITMENT));
    expect(one.subarray(...HEADER)).not.toEqual(two.subarray(...HEADER));
  });

  test('a header of one packet does not open in front of another body', () => {
    const [one, two] = [sealUnder(headerKey), sealUnder(headerKey)];
    const mixed = Uint8Array.of(...one.subarray(0, BODY_AT), ...two.subarray(BODY_AT));
    expect(() => openBody(platformProvider, { associatedData, messageKey, packet: parsed(mixed) })).toThrow(
      expect.objectContaining(failure('bad-tag')),
    );
  });

  test('B9: a packet does not open with the associated data of another session', () => {
    const packet = parsed(sealUnder(headerKey));
    const other = withFlippedByte(associatedData, 31);
    expect(() => openBody(platformProvider, { associatedData: other, messageKey, packet })).toThrow(
      expect.objectContaining(failure('bad-tag')),
    );
  });

  test('what is too short or of another version is no packet', () => {
    const bytes = sealUnder(headerKey);
    expect(parsePacket(bytes)).toBeDefined();
    expect(parsePacket(bytes.subarray(0, BODY_AT + 16))).toBeDefined();
    expect(parsePacket(bytes.subarray(0, BODY_AT + 15))).toBeUndefined();
    expect(parsePacket(new Uint8Array(0))).toBeUndefined();
    for (const version of [0, 2, 255]) {
      const other = Uint8Array.from(bytes);
      other[0] = version;
      expect(parsePacket(other)).toBeUndefined();
    }
  });
});
