/**
 * A session between two devices, as a value (specs/04 §2).
 *
 * Owns the shape of the state of the Double Ratchet, and holds the one of the post-quantum ratchet beside it. Must not know: how it is stored, who the devices belong to.
 * Nothing changes a session: every step returns another one. Printing one shows no key (attack G7).
 */
import { formatHex, type SessionId } from '@sotto/wire';
import type { PqRatchet } from './pq-ratchet.ts';
import type { X25519KeyPair } from './provider.ts';
import type { ReceivingChain } from './receiving-chain.ts';

const INSPECT = Symbol.for('nodejs.util.inspect.custom');

export type SessionRole = 'initiator' | 'recipient';

/** What an initiator repeats with every message until it has heard back. */
export interface PendingInitial {
  /** X25519, 32 bytes. */
  readonly ephemeralKey: Uint8Array;
  readonly signedPrekeyId: number;
  /** 0 when a one-time prekey is used. */
  readonly kemPrekeyId: number;
  /** 0 when none was left. */
  readonly oneTimePrekeyId: number;
  /** ML-KEM-1024, 1,568 bytes. */
  readonly kemCiphertext: Uint8Array;
}

export interface SendingChain {
  readonly headerKey: Uint8Array;
  readonly chainKey: Uint8Array;
  /** Number of the next message. */
  readonly next: number;
  /** How many messages our previous chain has. */
  readonly previousLength: number;
}

/** The ratchet state of either side; a recipient has no sending chain before its first `open`. */
export interface RatchetState {
  readonly id: SessionId;
  readonly role: SessionRole;
  /** The larger wins when two sessions of the same devices meet. */
  readonly generation: number;
  readonly createdAtMs: number;
  readonly pendingInitial: PendingInitial | undefined;
  /** Hash over everything both sides agreed on; bound into every message. */
  readonly associatedData: Uint8Array;
  readonly rootKey: Uint8Array;
  readonly ratchetKey: X25519KeyPair;
  readonly sending: SendingChain | undefined;
  readonly nextSendingHeaderKey: Uint8Array;
  /** Newest first; only the first can still grow. At most MAX_RECEIVING_CHAINS. */
  readonly receiving: readonly ReceivingChain[];
  readonly nextReceivingHeaderKey: Uint8Array;
  readonly pq: PqRatchet;
}

export interface SessionFields extends RatchetState {
  readonly sending: SendingChain;
}

/** A session that can send and receive. Holds secrets: kept sealed at rest, never logged. */
export class Session implements SessionFields {
  readonly id: SessionId;
  readonly role: SessionRole;
  readonly generation: number;
  readonly createdAtMs: number;
  readonly pendingInitial: PendingInitial | undefined;
  readonly associatedData: Uint8Array;
  readonly rootKey: Uint8Array;
  readonly ratchetKey: X25519KeyPair;
  readonly sending: SendingChain;
  readonly nextSendingHeaderKey: Uint8Array;
  readonly receiving: readonly ReceivingChain[];
  readonly nextReceivingHeaderKey: Uint8Array;
  readonly pq: PqRatchet;

  constructor(fields: SessionFields) {
    this.id = fields.id;
    this.role = fields.role;
    this.generation = fields.generation;
    this.createdAtMs = fields.createdAtMs;
    this.pendingInitial = fields.pendingInitial;
    this.associatedData = fields.associatedData;
    this.rootKey = fields.rootKey;
    this.ratchetKey = fields.ratchetKey;
    this.sending = fields.sending;
    this.nextSendingHeaderKey = fields.nextSendingHeaderKey;
    this.receiving = fields.receiving;
    this.nextReceivingHeaderKey = fields.nextReceivingHeaderKey;
    this.pq = fields.pq;
    Object.freeze(this);
  }

  toJSON(): unknown {
    const { id, role, generation, createdAtMs } = this;
    return { id: formatHex(id), role, generation, createdAtMs, keys: '[secret]' };
  }

  [INSPECT](): unknown {
    return this.toJSON();
  }
}
