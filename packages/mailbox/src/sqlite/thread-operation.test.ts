import { asEnvelopeId, asTopic } from '@sotto/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DepositOutcome, DepositRequest } from '../archive.ts';
import type { ArchiveOperation, OperationOutcome } from './archive-operation.ts';
import { buffersOf, packOperations, packResults, unpackOperations, unpackResults } from './thread-operation.ts';

const TIMES = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const id = fc.uint8Array({ minLength: 32, maxLength: 32 });

const deposits: fc.Arbitrary<DepositRequest> = fc
  .tuple(id, id, fc.uint8Array({ maxLength: 40 }), TIMES, TIMES)
  .map(([topic, envelopeId, envelope, receivedAtMs, expiresAtMs]) => {
    return { topic: asTopic(topic), envelopeId: asEnvelopeId(envelopeId), envelope, receivedAtMs, expiresAtMs };
  });

const outcomes: fc.Arbitrary<DepositOutcome> = fc.oneof(
  fc.record({
    kind: fc.constant('stored' as const),
    added: fc.boolean(),
    cursor: TIMES,
    receivedAtMs: TIMES,
    expiresAtMs: TIMES,
  }),
  fc.constant({ kind: 'quota' as const }),
  fc.constant({ kind: 'unknown-topic' as const }),
);

const failures: fc.Arbitrary<OperationOutcome> = fc
  .constantFrom('disk-full' as const, 'rate' as const, 'storage' as const)
  .map((failure) => ({ ok: false, failure }));

/** An operation with an outcome that it may have. */
const done: fc.Arbitrary<readonly [ArchiveOperation, OperationOutcome]> = fc.oneof(
  fc.tuple(
    deposits.map((argument): ArchiveOperation => ({ method: 'deposit', argument })),
    fc.oneof(
      failures,
      outcomes.map((value): OperationOutcome => ({ ok: true, value })),
    ),
  ),
  fc.tuple(
    id.map((topic): ArchiveOperation => ({ method: 'findTopic', argument: asTopic(topic) })),
    fc.oneof(failures, fc.constant<OperationOutcome>({ ok: true, value: undefined })),
  ),
);

/** What the other thread gets of it: buffers are moved, the rest is copied. */
function sent<Message extends readonly unknown[]>(message: Message, moved: ArrayBuffer[]): Message {
  return structuredClone(message, { transfer: moved });
}

const plain = (operations: readonly ArchiveOperation[]) =>
  operations.map(({ method, argument }) => {
    if (method !== 'deposit') return { method, argument };
    const { topic, envelopeId, envelope, ...times } = argument as DepositRequest;
    return { method, topic: [...topic], envelopeId: [...envelopeId], envelope: [...envelope], ...times };
  });

describe('operations on their way to the thread of the database', () => {
  it('arrive as they were, in their order, and so do their outcomes', () => {
    fc.assert(
      fc.property(fc.array(done, { maxLength: 12 }), (all) => {
        const operations = all.map(([operation]) => operation);
        const packed = packOperations(operations);
        const arrived = unpackOperations(sent(packed, buffersOf(packed)));
        expect(plain(arrived)).toEqual(plain(operations));
        const results = packResults(
          arrived,
          all.map(([, outcome]) => outcome),
        );
        const back = unpackResults(sent(results, buffersOf(results)));
        expect(back).toEqual(all.map(([, outcome]) => outcome));
      }),
    );
  });

  it('move one buffer for all deposits that follow each other, and nothing of what lies around them', () => {
    const around = new Uint8Array(65_536);
    const argument = {
      topic: asTopic(around.subarray(0, 32)),
      envelopeId: asEnvelopeId(around.subarray(32, 64)),
      envelope: around.subarray(64, 100),
      receivedAtMs: 1,
      expiresAtMs: 2,
    };
    const packed = packOperations([
      { method: 'deposit', argument },
      { method: 'deposit', argument },
      { method: 'totals', argument: undefined },
      { method: 'deposit', argument },
    ]);
    expect(packed.map((item) => (item instanceof ArrayBuffer ? item.byteLength : item.method))).toEqual([
      256,
      'totals',
      128,
    ]);
    expect(around.length).toBe(65_536);
  });
});
