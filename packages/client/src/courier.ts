/**
 * Ways to reach a device, in order: an open direct connection, a dial that succeeds within DIRECT_DIAL_TIMEOUT_MS, else
 * the mailboxes (specs/07 §3). Moves sealed bytes; knows neither content nor sessions.
 */
import { verifyCustodyReceipt } from '@sotto/crypto';
import type { Clock, CustodyRecord, Network, OutboxRecord, PeerLocation } from '@sotto/ports';
import {
  CustodyReceiptSchema,
  encodeMessage,
  equalBytes,
  LIMITS,
  mailboxKey,
  parseMailboxAddress,
  SottoError,
  UnavailableError,
} from '@sotto/wire';
import { deliveryProof } from './content/content.ts';
import { withTimeout } from './timeout.ts';

const DIRECT_REPLY_TIMEOUT_MS = 3_000;
const PUT_TIMEOUT_MS = 8_000;
/** After a dial that failed, how long the next ones are spared. */
const DIAL_PAUSE_MS = 30_000;
const MAX_REMEMBERED_DIALS = 1_000;

export type DirectOutcome = 'delivered' | 'stored-without-proof' | 'not-delivered';

export interface DepositOutcome {
  /** New, verified receipts. */
  readonly receipts: readonly (CustodyRecord & { readonly clockSkewMs: number })[];
  /** One per mailbox that gave none, with the code of its refusal. */
  readonly failures: readonly SottoError[];
}

export class Courier {
  readonly #network: Network;
  readonly #clock: Clock;
  readonly #dialPausedUntil = new Map<string, number>();

  constructor(network: Network, clock: Clock) {
    this.#network = network;
    this.#clock = clock;
  }

  /** Tries the direct way. Never throws: what fails goes to the mailboxes. */
  async sendDirect(row: OutboxRecord, location: PeerLocation): Promise<DirectOutcome> {
    const { direct } = this.#network;
    try {
      if (!direct.isConnected(location.peerId)) await this.#dial(location);
      const reply = await withTimeout(this.#clock, DIRECT_REPLY_TIMEOUT_MS, (signal) =>
        direct.send(location.peerId, { id: row.envelopeId, bytes: row.envelope }, { signal }),
      );
      if (reply.kind === 'refused') return 'not-delivered';
      return equalBytes(reply.deliveryProof, deliveryProof(row)) ? 'delivered' : 'stored-without-proof';
    } catch {
      return 'not-delivered';
    }
  }

  /** Forgets that dialling this peer failed: it was seen again. */
  peerSeen(peerId: string): void {
    this.#dialPausedUntil.delete(peerId);
  }

  /** Puts the envelope to every mailbox that does not hold it yet, at once. Never throws. */
  async deposit(row: OutboxRecord, held: ReadonlySet<string>): Promise<DepositOutcome> {
    const wanted = row.mailboxes.filter((mailbox) => !held.has(mailbox));
    const results = await Promise.all(
      wanted.map((mailbox) => this.#put(row, mailbox).catch((error: unknown) => asSottoError(error))),
    );
    const receipts = results.filter((result) => !(result instanceof SottoError));
    const failures = results.filter((result) => result instanceof SottoError);
    return { receipts, failures };
  }

  async #dial(location: PeerLocation): Promise<void> {
    const now = this.#clock.monotonicMs();
    if (now < (this.#dialPausedUntil.get(location.peerId) ?? 0)) {
      throw new UnavailableError('unreachable', 'peer was not reachable a moment ago');
    }
    try {
      await withTimeout(this.#clock, LIMITS.DIRECT_DIAL_TIMEOUT_MS, (signal) =>
        this.#network.direct.connect(location, { signal }),
      );
    } catch (error) {
      if (this.#dialPausedUntil.size >= MAX_REMEMBERED_DIALS) this.#dialPausedUntil.clear();
      this.#dialPausedUntil.set(location.peerId, now + DIAL_PAUSE_MS);
      throw error;
    }
  }

  async #put(row: OutboxRecord, address: string): Promise<CustodyRecord & { readonly clockSkewMs: number }> {
    const mailbox = parseMailboxAddress(address);
    const receipt = await withTimeout(this.#clock, PUT_TIMEOUT_MS, (signal) =>
      this.#network.depositor.put({ ...row, mailbox }, { signal }),
    );
    const body = verifyCustodyReceipt({
      receipt,
      mailboxKey: mailboxKey(mailbox),
      topic: row.topic,
      envelopeId: row.envelopeId,
    });
    return {
      envelopeId: row.envelopeId,
      mailbox: address,
      receipt: encodeMessage(CustodyReceiptSchema, receipt),
      expiresAtMs: Number(body.expiresAtMs),
      clockSkewMs: Number(body.receivedAtMs) - this.#clock.nowMs(),
    };
  }
}

function asSottoError(error: unknown): SottoError {
  return error instanceof SottoError ? error : new UnavailableError('unreachable', 'no answer', { cause: error });
}
