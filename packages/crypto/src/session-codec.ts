/**
 * The bytes of a session at rest (specs/04 §7). Holds secrets: the caller seals them before they reach a disk.
 *
 * Strict and versioned: numbers are big-endian, lists carry their length, and what decodes encodes to the same bytes.
 */
import { asSessionId, DecodeError, LIMITS } from '@sotto/wire';
import { ByteReader, ByteWriter } from './byte-cursor.ts';
import { KEM_CIPHERTEXT_BYTES, KEY_BYTES } from './key-lengths.ts';
import { KeyPair } from './key-pair.ts';
import { pqRatchetLength, readPqRatchet, writePqRatchet } from './pq-ratchet-codec.ts';
import type { ReceivingChain, SkippedKey } from './receiving-chain.ts';
import { type PendingInitial, type SendingChain, Session } from './session.ts';

const SESSION_VERSION = 2;
const ROLES = ['initiator', 'recipient'] as const;

const PENDING_BYTES = KEY_BYTES + 3 * 4 + KEM_CIPHERTEXT_BYTES;
const SKIPPED_BYTES = 4 + 8 + KEY_BYTES;
const CHAIN_BYTES = KEY_BYTES + 1 + KEY_BYTES + 4 + 4 + 2;
const FIXED_BYTES = 3 + 2 * 8 + 9 * KEY_BYTES + 2 * 4 + 1;

function encodedLength({ pendingInitial, receiving, pq }: Session): number {
  let length = FIXED_BYTES + (pendingInitial ? PENDING_BYTES : 0) + pqRatchetLength(pq);
  for (const chain of receiving) {
    length += CHAIN_BYTES - (chain.chainKey ? 0 : KEY_BYTES) + chain.skipped.length * SKIPPED_BYTES;
  }
  return length;
}

/**
 * A few hundred bytes, plus 44 for each skipped key, 1,612 until an initiator has heard back, and up to 1,248 while an
 * epoch is being agreed.
 */
export function encodeSession(session: Session): Uint8Array {
  const writer = new ByteWriter(encodedLength(session));
  writer.uint8(SESSION_VERSION);
  writer.uint8(ROLES.indexOf(session.role));
  writer.bytes(session.id);
  writer.uint53(session.generation);
  writer.uint53(session.createdAtMs);
  writer.uint8(session.pendingInitial ? 1 : 0);
  if (session.pendingInitial) writePending(writer, session.pendingInitial);
  writer.bytes(session.associatedData);
  writer.bytes(session.rootKey);
  writer.bytes(session.ratchetKey.publicKey);
  writer.bytes(session.ratchetKey.secretKey);
  writer.bytes(session.sending.headerKey);
  writer.bytes(session.sending.chainKey);
  writer.uint32(session.sending.next);
  writer.uint32(session.sending.previousLength);
  writer.bytes(session.nextSendingHeaderKey);
  writer.bytes(session.nextReceivingHeaderKey);
  writer.uint8(session.receiving.length);
  for (const chain of session.receiving) writeChain(writer, chain);
  writePqRatchet(writer, session.pq);
  return writer.finish();
}

function writePending(writer: ByteWriter, pending: PendingInitial): void {
  writer.bytes(pending.ephemeralKey);
  writer.uint32(pending.signedPrekeyId);
  writer.uint32(pending.kemPrekeyId);
  writer.uint32(pending.oneTimePrekeyId);
  writer.bytes(pending.kemCiphertext);
}

function writeChain(writer: ByteWriter, chain: ReceivingChain): void {
  writer.bytes(chain.headerKey);
  writer.uint8(chain.chainKey ? 1 : 0);
  if (chain.chainKey) writer.bytes(chain.chainKey);
  writer.uint32(chain.next);
  writer.uint32(chain.keptFrom);
  writer.uint16(chain.skipped.length);
  for (const { number, storedAtMs, messageKey } of chain.skipped) {
    writer.uint32(number);
    writer.uint53(storedAtMs);
    writer.bytes(messageKey);
  }
}

/**
 * The session that `encodeSession` wrote. Copies every key; imports none.
 * @throws {DecodeError} `wrong-version`, `wrong-length`, `malformed`
 */
export function decodeSession(bytes: Uint8Array): Session {
  const reader = new ByteReader(bytes);
  const version = reader.uint8();
  if (version !== SESSION_VERSION) throw new DecodeError('wrong-version', 'session version', { facts: { version } });
  const role = ROLES[reader.uint8()];
  if (role === undefined) throw new DecodeError('malformed', 'session role');
  const session = new Session({
    role,
    id: asSessionId(reader.bytes(KEY_BYTES)),
    generation: reader.uint53(),
    createdAtMs: reader.uint53(),
    pendingInitial: readFlag(reader) ? readPending(reader) : undefined,
    associatedData: reader.bytes(KEY_BYTES),
    rootKey: reader.bytes(KEY_BYTES),
    ratchetKey: new KeyPair(reader.bytes(KEY_BYTES), reader.bytes(KEY_BYTES)),
    sending: readSending(reader),
    nextSendingHeaderKey: reader.bytes(KEY_BYTES),
    nextReceivingHeaderKey: reader.bytes(KEY_BYTES),
    receiving: readChains(reader),
    pq: readPqRatchet(reader, role),
  });
  reader.finish();
  return session;
}

function readFlag(reader: ByteReader): boolean {
  const flag = reader.uint8();
  if (flag > 1) throw new DecodeError('malformed', 'session flag');
  return flag === 1;
}

function readPending(reader: ByteReader): PendingInitial {
  return {
    ephemeralKey: reader.bytes(KEY_BYTES),
    signedPrekeyId: reader.uint32(),
    kemPrekeyId: reader.uint32(),
    oneTimePrekeyId: reader.uint32(),
    kemCiphertext: reader.bytes(KEM_CIPHERTEXT_BYTES),
  };
}

function readSending(reader: ByteReader): SendingChain {
  return {
    headerKey: reader.bytes(KEY_BYTES),
    chainKey: reader.bytes(KEY_BYTES),
    next: reader.uint32(),
    previousLength: reader.uint32(),
  };
}

function readChains(reader: ByteReader): ReceivingChain[] {
  const count = reader.uint8();
  if (count > LIMITS.MAX_RECEIVING_CHAINS) throw new DecodeError('malformed', 'session has too many chains');
  let room: number = LIMITS.MAX_SKIPPED_KEYS;
  const chains: ReceivingChain[] = [];
  for (let i = 0; i < count; i++) {
    const chain = readChain(reader, room);
    // Only the newest chain can still grow.
    if ((chain.chainKey !== undefined) !== (i === 0)) throw new DecodeError('malformed', 'session chain order');
    room -= chain.skipped.length;
    chains.push(chain);
  }
  return chains;
}

function readChain(reader: ByteReader, room: number): ReceivingChain {
  const headerKey = reader.bytes(KEY_BYTES);
  const chainKey = readFlag(reader) ? reader.bytes(KEY_BYTES) : undefined;
  const next = reader.uint32();
  const keptFrom = reader.uint32();
  const count = reader.uint16();
  if (count > room) throw new DecodeError('malformed', 'session has too many skipped keys');
  const skipped: SkippedKey[] = [];
  let lowest = 0;
  for (let i = 0; i < count; i++) {
    const number = reader.uint32();
    if (number < lowest || number >= next) throw new DecodeError('malformed', 'session skipped keys are out of order');
    lowest = number + 1;
    skipped.push({ number, storedAtMs: reader.uint53(), messageKey: reader.bytes(KEY_BYTES) });
  }
  return { headerKey, chainKey, next, keptFrom, skipped };
}
