/**
 * Deposits on their way to the thread of the database and their outcomes on the way back: one buffer for many, moved and
 * not copied. Cloned one by one, as other operations are, they cost more than storing them.
 *
 * A record is topic (32 bytes), envelope id (32), times of receipt and expiry (8 each), length of the envelope (8, all
 * three as numbers), then the envelope, filled up to a multiple of 8 bytes. Both ends are one program.
 */
import { asEnvelopeId, asTopic, UsageError } from '@sotto/wire';
import type { DepositOutcome, DepositRequest } from '../archive.ts';
import type { OperationFailure, OperationOutcome } from './archive-operation.ts';

const ID_BYTES = 32;
const NUMBER_BYTES = 8;
const HEAD_BYTES = 2 * ID_BYTES + 3 * NUMBER_BYTES;
/** What became of it, then position, time of receipt and of expiry. */
const NUMBERS_PER_OUTCOME = 4;

const FAILURES: readonly OperationFailure[] = ['disk-full', 'rate', 'storage'];
const [ADDED, HELD_ALREADY, QUOTA, UNKNOWN_TOPIC, FIRST_FAILURE] = [0, 1, 2, 3, 4] as const;

function recordBytes({ envelope }: DepositRequest): number {
  return HEAD_BYTES + Math.ceil(envelope.length / NUMBER_BYTES) * NUMBER_BYTES;
}

export function packDeposits(deposits: readonly DepositRequest[]): ArrayBuffer {
  let size = 0;
  for (const deposit of deposits) size += recordBytes(deposit);
  const buffer = new ArrayBuffer(size);
  const bytes = new Uint8Array(buffer);
  const numbers = new Float64Array(buffer);
  let offset = 0;
  for (const deposit of deposits) {
    const { topic, envelopeId, envelope, receivedAtMs, expiresAtMs } = deposit;
    bytes.set(topic, offset);
    bytes.set(envelopeId, offset + ID_BYTES);
    const first = (offset + 2 * ID_BYTES) / NUMBER_BYTES;
    numbers[first] = receivedAtMs;
    numbers[first + 1] = expiresAtMs;
    numbers[first + 2] = envelope.length;
    bytes.set(envelope, offset + HEAD_BYTES);
    offset += recordBytes(deposit);
  }
  return buffer;
}

/** The bytes of each deposit are views of the buffer. */
export function unpackDeposits(buffer: ArrayBuffer): DepositRequest[] {
  const deposits: DepositRequest[] = [];
  const numbers = new Float64Array(buffer);
  for (let offset = 0; offset < buffer.byteLength; ) {
    const first = (offset + 2 * ID_BYTES) / NUMBER_BYTES;
    const deposit = {
      topic: asTopic(new Uint8Array(buffer, offset, ID_BYTES)),
      envelopeId: asEnvelopeId(new Uint8Array(buffer, offset + ID_BYTES, ID_BYTES)),
      envelope: new Uint8Array(buffer, offset + HEAD_BYTES, numbers[first + 2]),
      receivedAtMs: numbers[first] ?? 0,
      expiresAtMs: numbers[first + 1] ?? 0,
    };
    deposits.push(deposit);
    offset += recordBytes(deposit);
  }
  return deposits;
}

export function packOutcomes(outcomes: readonly OperationOutcome[]): Float64Array<ArrayBuffer> {
  const packed = new Float64Array(outcomes.length * NUMBERS_PER_OUTCOME);
  for (const [i, outcome] of outcomes.entries()) {
    // The database answers a deposit with what became of it.
    const numbers = outcome.ok ? outcomeNumbers(outcome.value as DepositOutcome) : [failureNumber(outcome.failure)];
    packed.set(numbers, i * NUMBERS_PER_OUTCOME);
  }
  return packed;
}

export function unpackOutcomes(packed: Float64Array): OperationOutcome[] {
  const outcomes: OperationOutcome[] = [];
  for (let i = 0; i < packed.length; i += NUMBERS_PER_OUTCOME) {
    const stored = { cursor: packed[i + 1] ?? 0, receivedAtMs: packed[i + 2] ?? 0, expiresAtMs: packed[i + 3] ?? 0 };
    outcomes.push(unpackOutcome(packed[i] ?? 0, stored));
  }
  return outcomes;
}

function outcomeNumbers(outcome: DepositOutcome): number[] {
  if (outcome.kind === 'quota') return [QUOTA];
  if (outcome.kind === 'unknown-topic') return [UNKNOWN_TOPIC];
  const { added, cursor, receivedAtMs, expiresAtMs } = outcome;
  return [added ? ADDED : HELD_ALREADY, cursor, receivedAtMs, expiresAtMs];
}

function failureNumber(failure: OperationFailure): number {
  return FIRST_FAILURE + FAILURES.indexOf(failure);
}

function unpackOutcome(
  kind: number,
  stored: { readonly cursor: number; readonly receivedAtMs: number; readonly expiresAtMs: number },
): OperationOutcome {
  const answer = (value: DepositOutcome): OperationOutcome => ({ ok: true, value });
  if (kind === ADDED || kind === HELD_ALREADY) return answer({ kind: 'stored', added: kind === ADDED, ...stored });
  if (kind === QUOTA) return answer({ kind: 'quota' });
  if (kind === UNKNOWN_TOPIC) return answer({ kind: 'unknown-topic' });
  const failure = FAILURES[kind - FIRST_FAILURE];
  if (failure === undefined) throw new UsageError('invalid-argument', 'not an outcome');
  return { ok: false, failure };
}
