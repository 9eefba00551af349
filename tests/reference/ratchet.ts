/** Seals and opens with a session (specs/04 §3 and §5, specs/10 §5). */
import { keyPair } from './agreement.ts';
import { join } from './bytes.ts';
import { openOnce, sealOnce } from './derivation.ts';
import { carried, readBody, takeIn } from './material.ts';
import { commitsTo, type Header, openHeader, type Packet, readPacket, sealHeader } from './packet.ts';
import { advancedTo, bounded, demandReachable, messageKey, nextChainKey, takeNext } from './receiving-chain.ts';
import { demand } from './refusal.ts';
import { receivingStep, sendingStep } from './root-step.ts';
import type { Draw, ReceivingChain, Session, Surroundings } from './session.ts';

export type Opened =
  | { readonly kind: 'opened'; readonly session: Session; readonly plaintext: Uint8Array }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'not-for-us' };

export interface Sealed {
  readonly session: Session;
  readonly packet: Uint8Array;
}

export function seal(session: Session, plaintext: Uint8Array, draw: Draw): Sealed {
  const { sending } = session;
  demand(sending !== undefined, 'invalid-argument');
  demand(sending.next < 2 ** 32 - 1, 'lifetime');
  const front = sealHeader(sending.headerKey, draw(16), {
    ratchetKey: session.ratchetKey.publicKey,
    previousLength: sending.previousLength,
    number: sending.next,
    epoch: session.epoch,
  });
  const body = join(carried(session, sending.next), plaintext);
  const sealedBody = sealOnce(messageKey(sending.chainKey), join(session.associatedData, front), body);
  const next = { ...sending, chainKey: nextChainKey(sending.chainKey), next: sending.next + 1 };
  return { session: { ...session, sending: next }, packet: join(front, sealedBody) };
}

interface Incoming extends Surroundings {
  readonly packet: Packet;
  readonly header: Header;
}

/** §5: which header key fits decides what the packet is. */
export function open(session: Session, bytes: Uint8Array, surroundings: Surroundings): Opened {
  const packet = readPacket(bytes);
  if (packet === undefined) return { kind: 'not-for-us' };
  const [newest, ...older] = session.receiving;
  if (newest !== undefined && commitsTo(packet, newest.headerKey)) {
    return openInChain(session, newest, incoming(packet, newest.headerKey, surroundings));
  }
  if (commitsTo(packet, session.nextReceivingHeaderKey)) {
    return openInNewChain(session, incoming(packet, session.nextReceivingHeaderKey, surroundings));
  }
  const chain = older.find(({ headerKey }) => commitsTo(packet, headerKey));
  if (chain === undefined) return { kind: 'not-for-us' };
  return openInChain(session, chain, incoming(packet, chain.headerKey, surroundings));
}

function incoming(packet: Packet, headerKey: Uint8Array, surroundings: Surroundings): Incoming {
  return { ...surroundings, packet, header: openHeader(packet, headerKey) };
}

interface Unsealed {
  readonly session: Session;
  readonly plaintext: Uint8Array;
}

function openBody(session: Session, key: Uint8Array, { packet, header, draw }: Incoming): Unsealed {
  const body = readBody(openOnce(key, join(session.associatedData, packet.front), packet.sealedBody));
  return { session: takeIn({ ...session, pending: undefined }, header.epoch, body, draw), plaintext: body.plaintext };
}

function done(unsealed: Unsealed, nowMs: number): Opened {
  const session = { ...unsealed.session, receiving: bounded(unsealed.session.receiving, nowMs) };
  return { kind: 'opened', session, plaintext: unsealed.plaintext };
}

/** §5.4. */
function openInChain(session: Session, chain: ReceivingChain, message: Incoming): Opened {
  const { header, nowMs } = message;
  demand(header.epoch <= session.epoch, 'bad-tag');
  const skipped = chain.keys.find(({ number }) => number === header.number);
  if (header.number < chain.next && skipped === undefined) {
    demand(header.number >= chain.keptFrom, 'lifetime');
    return { kind: 'duplicate' };
  }
  const taken =
    skipped === undefined
      ? takeNext(growable(chain, header.number, nowMs))
      : { key: skipped.key, chain: { ...chain, keys: chain.keys.filter((key) => key !== skipped) } };
  const receiving = session.receiving.map((other) => (other === chain ? taken.chain : other));
  return done(openBody({ ...session, receiving }, taken.key, message), nowMs);
}

function growable(chain: ReceivingChain, number: number, nowMs: number): ReceivingChain {
  demand(chain.chainKey !== undefined, 'bad-tag');
  return advancedTo(chain, number, nowMs);
}

function closed(chain: ReceivingChain, length: number, nowMs: number): ReceivingChain {
  return { ...advancedTo(chain, length, nowMs), chainKey: undefined };
}

/** §5.5. */
function openInNewChain(session: Session, message: Incoming): Opened {
  const { header, nowMs } = message;
  const theirs = header.ratchetKey;
  const [newest, ...older] = session.receiving;
  const before = newest === undefined ? [] : [closed(newest, header.previousLength, nowMs), ...older];
  const fresh = { headerKey: session.nextReceivingHeaderKey, chainKey: undefined, next: 0, keptFrom: 0, keys: [] };
  demandReachable(fresh, header.number);
  const half = receivingStep(session, header.epoch, { theirs, nowMs });
  const taken = takeNext(advancedTo({ ...fresh, chainKey: half.chainKey }, header.number, nowMs));
  const received = { ...half.session, receiving: [taken.chain, ...before], nextReceivingHeaderKey: half.headerKey };
  const unsealed = openBody(received, taken.key, message);
  return done({ ...unsealed, session: turned(unsealed.session, theirs, message) }, nowMs);
}

/** The sending half (§3): a new key pair, a root step, a new sending chain. */
function turned(session: Session, theirs: Uint8Array, { draw, nowMs }: Surroundings): Session {
  const ratchetKey = keyPair(draw(32));
  const half = sendingStep({ ...session, ratchetKey }, { theirs, nowMs }, draw);
  const sending = {
    headerKey: session.nextSendingHeaderKey,
    chainKey: half.chainKey,
    next: 0,
    previousLength: session.sending?.next ?? 0,
  };
  return { ...half.session, sending, nextSendingHeaderKey: half.headerKey };
}
