/**
 * Opening a message: steps of the receiving chains and turns of the ratchet (Double Ratchet with header encryption, §4;
 * specs/04 §5).
 *
 * Pure: checks first, then hands out another session, and changes nothing it was given. Must not know: storage, padding,
 * envelopes.
 */

import { LimitError, VerifyError } from '@sotto/wire';
import { platformProvider } from '#platform';
import { followingSendingChain, receivingHalf, sendingHalf } from './dh-ratchet.ts';
import { messageKeyOf, nextChainKey } from './message-chain.ts';
import { type PqRatchet, secretsOfPhase } from './pq-ratchet.ts';
import { takeMaterial } from './pq-ratchet-exchange.ts';
import { decodeBody } from './pq-ratchet-material.ts';
import type { CryptoProvider, ProviderOption, RandomBytes } from './provider.ts';
import type { RatchetHeader } from './ratchet-header.ts';
import { isSealedUnder, openBody, openHeader, type Packet, parsePacket } from './ratchet-packet.ts';
import {
  checkForwardJump,
  keepWithinBounds,
  type LiveChain,
  type ReceivingChain,
  skippedKey,
  skipTo,
  withoutSkippedKey,
} from './receiving-chain.ts';
import { type RatchetState, Session, type SessionFields, type SessionRole } from './session.ts';

export interface OpenOptions extends ProviderOption {
  readonly session: Session;
  readonly ciphertext: Uint8Array;
  readonly random: RandomBytes;
  /** Wall-clock time; ages the keys of skipped messages, and the epoch. */
  readonly nowMs: number;
}

export type OpenResult = Opened | { readonly kind: 'duplicate' } | { readonly kind: 'not-for-us' };

export interface Opened {
  readonly kind: 'opened';
  readonly next: Session;
  readonly plaintext: Uint8Array;
  /** Secrets that `next` no longer needs; to be wiped once `next` is stored. */
  readonly consumed: readonly Uint8Array[];
}

/**
 * Opens one message and returns the advanced session.
 *
 * `session` is not changed; persist `next` in the same transaction as the plaintext, then wipe `consumed`.
 * `duplicate`: a message of this session whose key has been used. `not-for-us`: no header key of this session fits.
 * One packet costs at most MAX_RECEIVING_CHAINS + 1 HMACs and one header decryption (attack B2).
 * @throws {VerifyError} `bad-tag` when a header key fits and the rest does not; `bad-key` for a bad ratchet or KEM key
 * @throws {LimitError} `gap-too-large` beyond MAX_FORWARD_JUMP; `lifetime` when the key may have been dropped unused
 * @throws {DecodeError} `wrong-version` for a header extension that was not agreed on; `malformed` for a body that breaks
 * the rules of the post-quantum ratchet
 */
export async function open(options: OpenOptions): Promise<OpenResult> {
  const { session, random, nowMs, provider = platformProvider } = options;
  const packet = parsePacket(options.ciphertext);
  if (packet === undefined) return { kind: 'not-for-us' };
  const step = { provider, packet, random, nowMs };
  const [current] = session.receiving;
  if (current && isSealedUnder(provider, packet, current.headerKey)) return openInChain(step, session, current);
  if (isSealedUnder(provider, packet, session.nextReceivingHeaderKey)) return openInNextChain(step, session);
  const older = session.receiving.find((chain, i) => i > 0 && isSealedUnder(provider, packet, chain.headerKey));
  return older ? openInChain(step, session, older) : { kind: 'not-for-us' };
}

export interface OpenFirstOptions {
  readonly provider: CryptoProvider;
  readonly state: RatchetState;
  readonly ciphertext: Uint8Array;
  readonly random: RandomBytes;
  readonly nowMs: number;
}

/**
 * `open` for a recipient that has no chain yet: only a message that starts one is accepted.
 * @throws as `open`, and {VerifyError} `bad-tag` for everything that does not fit
 */
export async function openFirst(options: OpenFirstOptions): Promise<Opened> {
  const { provider, state, random, nowMs } = options;
  const packet = parsePacket(options.ciphertext);
  if (packet === undefined || !isSealedUnder(provider, packet, state.nextReceivingHeaderKey)) throw notAuthentic();
  return openInNextChain({ provider, packet, random, nowMs }, state);
}

/** What every part of one `open` needs beside the state. */
interface Step {
  readonly provider: CryptoProvider;
  readonly packet: Packet;
  readonly random: RandomBytes;
  readonly nowMs: number;
}

function notAuthentic(): VerifyError {
  return new VerifyError('bad-tag', 'authentication failed');
}

function isLive(chain: ReceivingChain): chain is LiveChain {
  return chain.chainKey !== undefined;
}

function openInChain(step: Step, session: Session, chain: ReceivingChain): OpenResult {
  const { provider, packet, nowMs } = step;
  const { associatedData } = session;
  const header = openHeader(provider, packet, chain.headerKey);
  const { number } = header;
  // An epoch begins with a chain.
  if (header.epoch > session.pq.epoch) throw notAuthentic();
  if (number < chain.next) return openSkipped(step, session, chain, header);
  // The sender said how long this chain is when it started the next one.
  if (!isLive(chain)) throw notAuthentic();
  checkForwardJump(chain, number);
  const advanced = skipTo(provider, chain, number, nowMs);
  const { body, following } = openNext(step, associatedData, advanced);
  if (advanced !== chain) advanced.chainKey.fill(0);
  const taken = takeIn(step, { role: session.role, pq: session.pq, header, body });
  const fields = { ...withChain(session, chain, following), pq: taken.pq };
  return opened(step, fields, taken.plaintext, [chain.chainKey, ...taken.consumed]);
}

/** Opens the next message of a chain. The chain's key is left to the caller, the message key is wiped. */
function openNext({ provider, packet }: Step, associatedData: Uint8Array, chain: LiveChain) {
  const messageKey = messageKeyOf(provider, chain.chainKey);
  try {
    const body = openBody(provider, { associatedData, messageKey, packet });
    const following: LiveChain = {
      headerKey: chain.headerKey,
      chainKey: nextChainKey(provider, chain.chainKey),
      next: chain.next + 1,
      keptFrom: chain.keptFrom,
      skipped: chain.skipped,
    };
    return { body, following };
  } finally {
    messageKey.fill(0);
  }
}

function openSkipped(step: Step, session: Session, chain: ReceivingChain, header: RatchetHeader): OpenResult {
  const { associatedData } = session;
  const { number } = header;
  const key = skippedKey(chain, number);
  if (key) {
    const { messageKey } = key;
    const body = openBody(step.provider, { associatedData, messageKey, packet: step.packet });
    const taken = takeIn(step, { role: session.role, pq: session.pq, header, body });
    const fields = { ...withChain(session, chain, withoutSkippedKey(chain, key)), pq: taken.pq };
    return opened(step, fields, taken.plaintext, [messageKey, ...taken.consumed]);
  }
  if (number < chain.keptFrom) throw new LimitError('lifetime', 'the key of this message is no longer kept');
  return { kind: 'duplicate' };
}

function withChain(session: Session, chain: ReceivingChain, following: ReceivingChain): SessionFields {
  return { ...session, receiving: session.receiving.map((each) => (each === chain ? following : each)) };
}

/** Cuts an opened body and takes in what it carried. Throws before anything of it is used. */
function takeIn({ provider, random }: Step, { role, pq, header, body }: OpenedBody) {
  const { material, plaintext } = decodeBody(body);
  const { next, consumed } = takeMaterial(pq, { provider, role, epoch: header.epoch, material, random });
  return { pq: next, plaintext, consumed };
}

interface OpenedBody {
  readonly role: SessionRole;
  readonly pq: PqRatchet;
  readonly header: RatchetHeader;
  readonly body: Uint8Array;
}

async function openInNextChain(step: Step, state: RatchetState): Promise<Opened> {
  const { provider, packet, random, nowMs } = step;
  const { associatedData, nextReceivingHeaderKey: headerKey } = state;
  const header = openHeader(provider, packet, headerKey);
  const [current, ...past] = state.receiving;
  if (current) checkForwardJump(current, header.previousLength);
  const half = await receivingHalf(provider, { state, header, nowMs });
  checkForwardJump(half.chain, header.number);
  const advanced = skipTo(provider, half.chain, header.number, nowMs);
  const { body, following } = openNext(step, associatedData, advanced);
  advanced.chainKey.fill(0);
  half.chain.chainKey.fill(0);
  const { role } = state;
  const taken = takeIn(step, { role, pq: half.pq, header, body });

  // The message is genuine. Close the chain before it and start one of our own.
  const { rootKey } = half;
  const theirRatchetKey = header.ratchetKey;
  const ours = await sendingHalf(provider, { role, pq: taken.pq, rootKey, theirRatchetKey, random, nowMs });
  rootKey.fill(0);
  const fields: SessionFields = {
    ...state,
    rootKey: ours.rootKey,
    ratchetKey: ours.ratchetKey,
    sending: followingSendingChain(state, ours),
    nextSendingHeaderKey: ours.nextSendingHeaderKey,
    receiving: current ? [following, close(step, current, header.previousLength), ...past] : [following],
    nextReceivingHeaderKey: half.nextReceivingHeaderKey,
    pq: ours.pq,
  };
  const epochSecrets = heldBefore(state.pq, [...half.consumed, ...taken.consumed, ...ours.consumed]);
  return opened(step, fields, taken.plaintext, [...secretsOfTurn(state), ...epochSecrets]);
}

/** Those of the secrets that the state held. The others came and went within one turn: they are wiped. */
function heldBefore({ phase }: PqRatchet, secrets: readonly Uint8Array[]): readonly Uint8Array[] {
  const held = secretsOfPhase(phase);
  for (const secret of secrets) if (!held.includes(secret)) secret.fill(0);
  return held.filter((secret) => secrets.includes(secret));
}

/** The secrets of a state that end with its turn. */
function secretsOfTurn({ rootKey, ratchetKey, sending, receiving }: RatchetState): Uint8Array[] {
  const secrets = [rootKey, ratchetKey.secretKey];
  if (sending) secrets.push(sending.headerKey, sending.chainKey);
  const currentChainKey = receiving[0]?.chainKey;
  if (currentChainKey) secrets.push(currentChainKey);
  return secrets;
}

/** The chain as its sender left it: keys of what is still to come, and no way to derive more. */
function close({ provider, nowMs }: Step, chain: ReceivingChain, length: number): ReceivingChain {
  if (!isLive(chain)) return chain;
  const ended = skipTo(provider, chain, length, nowMs);
  if (ended !== chain) ended.chainKey.fill(0);
  return { ...ended, chainKey: undefined };
}

function opened(step: Step, fields: SessionFields, plaintext: Uint8Array, consumed: readonly Uint8Array[]): Opened {
  const { chains, dropped } = keepWithinBounds(fields.receiving, step.nowMs);
  const next = new Session({ ...fields, receiving: chains, pendingInitial: undefined });
  return { kind: 'opened', next, plaintext, consumed: [...consumed, ...dropped] };
}
