/** A session at rest (specs/04 §7, specs/10 §6). */
import { compare, join, number, Reader } from './bytes.ts';
import { demand } from './refusal.ts';
import { offers } from './root-step.ts';
import type { PendingHandshake, Phase, ReceivingChain, Session } from './session.ts';
import { limit } from './spec-tables.ts';

const VERSION = 2;
const NOTHING = new Uint8Array(0);

function flagged(bytes: Uint8Array | undefined): Uint8Array {
  return bytes === undefined ? Uint8Array.of(0) : join(Uint8Array.of(1), bytes);
}

function pendingBytes(pending: PendingHandshake | undefined): Uint8Array {
  if (pending === undefined) return flagged(undefined);
  const ids = [pending.signedPrekeyId, pending.kemPrekeyId, pending.oneTimePrekeyId].map((id) => number(id, 4));
  return flagged(join(pending.ephemeralKey, ...ids, pending.kemCiphertext));
}

function chainBytes(chain: ReceivingChain): Uint8Array {
  const keys = chain.keys.map((key) => join(number(key.number, 4), number(key.storedAtMs, 8), key.key));
  const counts = [number(chain.next, 4), number(chain.keptFrom, 4), number(keys.length, 2)];
  return join(chain.headerKey, flagged(chain.chainKey), ...counts, ...keys);
}

function phaseBytes(phase: Phase): Uint8Array {
  switch (phase.name) {
    case 'idle':
      return Uint8Array.of(0);
    case 'offering':
      return join(Uint8Array.of(1), phase.seed, phase.encapsulationKey);
    case 'answering':
      return join(Uint8Array.of(2), phase.ciphertext, phase.secret);
    case 'agreed':
      return join(Uint8Array.of(3), phase.secret);
  }
}

export function sessionBytes(session: Session): Uint8Array {
  const { sending } = session;
  demand(sending !== undefined, 'invalid-argument');
  return join(
    ...[number(VERSION, 1), number(session.role === 'initiator' ? 0 : 1, 1), session.id],
    ...[number(session.generation, 8), number(session.createdAtMs, 8), pendingBytes(session.pending)],
    ...[session.associatedData, session.rootKey, session.ratchetKey.publicKey, session.ratchetKey.secretKey],
    ...[sending.headerKey, sending.chainKey, number(sending.next, 4), number(sending.previousLength, 4)],
    ...[session.nextSendingHeaderKey, session.nextReceivingHeaderKey],
    ...[number(session.receiving.length, 1), ...session.receiving.map(chainBytes)],
    ...[number(session.epoch, 4), number(session.steps, 1), number(session.changedAtMs, 8)],
    phaseBytes(session.phase),
  );
}

function readPending(reader: Reader): PendingHandshake | undefined {
  if (!reader.flag()) return undefined;
  return {
    ephemeralKey: reader.take(32),
    signedPrekeyId: reader.number(4),
    kemPrekeyId: reader.number(4),
    oneTimePrekeyId: reader.number(4),
    kemCiphertext: reader.take(1568),
  };
}

function readChain(reader: Reader, isNewest: boolean): ReceivingChain {
  const headerKey = reader.take(32);
  const chainKey = reader.flag() ? reader.take(32) : undefined;
  demand((chainKey !== undefined) === isNewest, 'malformed');
  const next = reader.number(4);
  const keptFrom = reader.number(4);
  const keys = Array.from({ length: reader.number(2) }, () => {
    return { number: reader.number(4), storedAtMs: reader.number(8), key: reader.take(32) };
  });
  demand(
    keys.every((key, at) => key.number < next && key.number > (keys[at - 1]?.number ?? -1)),
    'malformed',
  );
  return { headerKey, chainKey, next, keptFrom, keys };
}

function readPhase(reader: Reader): Phase {
  switch (reader.number(1)) {
    case 0:
      return { name: 'idle' };
    case 1:
      return { name: 'offering', seed: reader.take(64), encapsulationKey: reader.take(1184) };
    case 2:
      return { name: 'answering', ciphertext: reader.take(1088), secret: reader.take(32) };
    case 3:
      return { name: 'agreed', secret: reader.take(32) };
    default:
      demand(false, 'malformed');
      return { name: 'idle' };
  }
}

/** @throws `wrong-version`, `malformed` */
export function readSession(bytes: Uint8Array): Session {
  const reader = new Reader(bytes);
  demand(reader.number(1) === VERSION, 'wrong-version');
  const role = reader.flag() ? 'recipient' : 'initiator';
  const id = reader.take(32);
  const [generation, createdAtMs] = [reader.number(8), reader.number(8)];
  const pending = readPending(reader);
  const [associatedData, rootKey, publicKey, secretKey] = [32, 32, 32, 32].map((length) => reader.take(length));
  const sending = {
    headerKey: reader.take(32),
    chainKey: reader.take(32),
    next: reader.number(4),
    previousLength: reader.number(4),
  };
  const [nextSendingHeaderKey, nextReceivingHeaderKey] = [reader.take(32), reader.take(32)];
  const count = reader.number(1);
  demand(count <= limit('MAX_RECEIVING_CHAINS'), 'malformed');
  const receiving = Array.from({ length: count }, (_, at) => readChain(reader, at === 0));
  demand(receiving.flatMap(({ keys }) => keys).length <= limit('MAX_SKIPPED_KEYS'), 'malformed');
  const [epoch, steps, changedAtMs] = [reader.number(4), reader.number(1), reader.number(8)];
  demand(steps <= limit('KEM_RATCHET_STEPS'), 'malformed');
  const phase = readPhase(reader);
  reader.end();
  const session: Session = {
    ...{ role, id, generation, createdAtMs, pending, sending, nextSendingHeaderKey, nextReceivingHeaderKey },
    ...{ receiving, epoch, steps, changedAtMs, phase },
    associatedData: associatedData ?? NOTHING,
    rootKey: rootKey ?? NOTHING,
    ratchetKey: { publicKey: publicKey ?? NOTHING, secretKey: secretKey ?? NOTHING },
  };
  if (phase.name !== 'idle') demand(offers(session, epoch + 1) === (phase.name !== 'answering'), 'malformed');
  return session;
}

/** Which of two sessions is sent with: the highest by generation, then id (specs/03 §5). */
export function compareSessions(a: Session, b: Session): number {
  return a.generation - b.generation || compare(a.id, b.id);
}
