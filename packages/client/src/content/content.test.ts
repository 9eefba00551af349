import { seededRandom } from '@sotto/testkit';
import { asEnvelopeId, asMessageId, asSessionId, ContentSchema, create, encodeMessage, LIMITS } from '@sotto/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ContentFields,
  contentHash,
  decodeContent,
  deliveryProof,
  encodeContent,
  encodeControlContent,
} from './content.ts';
import { receiptContent } from './control.ts';

const random = seededRandom('content');

function fields(change: Partial<ContentFields> = {}): ContentFields {
  return {
    messageId: asMessageId(random.bytes(16)),
    sequence: 2,
    previousHash: random.bytes(32),
    clock: 5,
    sentAtMs: 1_795_000_000_000,
    type: 'sotto/text',
    typeVersion: 1,
    body: random.bytes(40),
    fallback: '',
    ...change,
  };
}

/** Content as somebody may send it who keeps to nothing. */
function raw(change: object): Uint8Array {
  const { sequence, clock, sentAtMs, ...rest } = fields();
  const honest = { ...rest, version: 1, sequence: BigInt(sequence), clock: BigInt(clock), sentAtMs: BigInt(sentAtMs) };
  return encodeMessage(ContentSchema, create(ContentSchema, { ...honest, ...change }));
}

describe('content', () => {
  it('comes back as it was encoded', () => {
    const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
    const any = fc.record({
      messageId: bytes(16).map(asMessageId),
      sequence: fc.integer({ min: 2, max: Number.MAX_SAFE_INTEGER }),
      previousHash: bytes(32),
      clock: fc.maxSafeNat(),
      sentAtMs: fc.integer({ min: 0, max: 8.64e15 }),
      type: fc.string({ minLength: 1, maxLength: 64, unit: 'grapheme-ascii' }).map((name) => `x${name}`.slice(0, 64)),
      typeVersion: fc.integer({ min: 0, max: 0xffff_ffff }),
      body: fc.uint8Array({ maxLength: 200 }),
      fallback: fc.string({ maxLength: 200 }),
    });
    fc.assert(fc.property(any, (content) => void expect(decodeContent(encodeContent(content))).toEqual(content)));
  });

  it.each([
    ['another version', { version: 2 }, 'wrong-version'],
    ['a short message id', { messageId: new Uint8Array(15) }, 'wrong-length'],
    ['a message without a number', { sequence: 0n, previousHash: new Uint8Array(0) }, 'malformed'],
    ['a control content with a number', { type: 'sotto/control/receipt' }, 'malformed'],
    ['a first message that follows one', { sequence: 1n }, 'wrong-length'],
    ['a second message that follows none', { previousHash: new Uint8Array(0) }, 'wrong-length'],
    ['a previous hash of another length', { previousHash: new Uint8Array(31) }, 'wrong-length'],
    ['no type', { type: '' }, 'wrong-length'],
    ['a long type', { type: 'x'.repeat(65) }, 'wrong-length'],
    ['a long fallback', { fallback: 'x'.repeat(LIMITS.MAX_FALLBACK_BYTES + 1) }, 'wrong-length'],
    ['a number that no integer holds', { sequence: 2n ** 53n }, 'malformed'],
    ['a clock that no integer holds', { clock: 2n ** 63n }, 'malformed'],
  ])('with %s is refused', (_what, change, code) => {
    expect(() => decodeContent(raw(change))).toThrow(expect.objectContaining({ code }));
  });

  it('larger than its bound is refused before anything is read of it', () => {
    const body = new Uint8Array(LIMITS.MAX_CONTENT_BYTES);
    expect(() => decodeContent(raw({ body }))).toThrow(
      expect.objectContaining({ kind: expect.stringMatching(/decode|limit/) }),
    );
  });

  it('E8: shows the last day of the calendar for a time beyond it', () => {
    expect(decodeContent(raw({ sentAtMs: 2n ** 53n - 1n })).sentAtMs).toBe(8.64e15);
    expect(new Date(decodeContent(raw({ sentAtMs: 2n ** 53n - 1n })).sentAtMs).getTime()).not.toBeNaN();
  });

  it('of a device to a device has no number, no predecessor and no fallback', () => {
    const stamp = { messageId: asMessageId(random.bytes(16)), clock: 7, sentAtMs: 9 };
    expect(decodeContent(encodeControlContent(receiptContent(1, [random.bytes(16)]), stamp))).toMatchObject({
      ...stamp,
      sequence: 0,
      previousHash: new Uint8Array(0),
      type: 'sotto/control/receipt',
      fallback: '',
    });
  });

  it('has a hash that changes with every bit, and a proof that depends on envelope, session and content', () => {
    const content = encodeContent(fields());
    const changed = Uint8Array.from(content);
    changed[5] = (changed[5] ?? 0) ^ 1;
    expect(contentHash(changed)).not.toEqual(contentHash(content));
    const sealed = { envelopeId: asEnvelopeId(random.bytes(32)), sessionId: asSessionId(random.bytes(32)), content };
    const proofs = [
      sealed,
      { ...sealed, envelopeId: asEnvelopeId(random.bytes(32)) },
      { ...sealed, sessionId: asSessionId(random.bytes(32)) },
      { ...sealed, content: changed },
    ].map((each) => deliveryProof(each).join());
    expect(new Set(proofs).size).toBe(4);
    expect(deliveryProof(sealed)).toHaveLength(32);
  });
});
