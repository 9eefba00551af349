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
/** A dial that nobody waits for may take longer. */
const BACKGROUND_DIAL_TIMEOUT_MS = 5_000;
/** After a dial that failed, how long the next ones are spared: doubled with every failure. */
const DIAL_PAUSE_MS = 2_000;
const MAX_DIAL_PAUSE_MS = 5 * 60_000;
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
  readonly #failedDials = new Map<string, { readonly pauseMs: number; readonly untilMs: number }>();

  constructor(network: Network, clock: Clock) {
    this.#network = network;
    this.#clock = clock;
  }

  /** Tries the direct way. Never throws: what fails goes to the mailboxes. */
  async sendDirect(row: OutboxRecord, location: PeerLocation): Promise<DirectOutcome> {
    const { direct } = this.#network;
    try {
      if (!direct.isConnected(location.peerId)) await this.#dial(location, LIMITS.DIRECT_DIAL_TIMEOUT_MS);
      const reply = await withTimeout(this.#clock, DIRECT_REPLY_TIMEOUT_MS, (signal) =>
        direct.send(location.peerId, { id: row.envelopeId, bytes: row.envelope }, { signal }),
      );
      if (reply.kind === 'refused') return 'not-delivered';
      return equalBytes(reply.deliveryProof, deliveryProof(row)) ? 'delivered' : 'stored-without-proof';
    } catch {
      return 'not-delivered';
    }
  }

  /** Tries to have a direct connection, unless there is one or trying failed a moment ago. Never throws. */
  async connect(location: PeerLocation): Promise<void> {
    if (location.peerId === '' || this.#network.direct.isConnected(location.peerId)) return;
    await this.#dial(location, BACKGROUND_DIAL_TIMEOUT_MS).catch(() => undefined);
  }

  /** Forgets that dialling this peer failed: it was heard of again. */
  peerSeen(peerId: string): void {
    this.#failedDials.delete(peerId);
  }

  /** Puts the envelope to every mailbox that does not hold it yet, at once. Never throws. */
  async deposit(row: OutboxRecord, held: ReadonlySet<string>): Promise<DepositOutcome> {
    const wanted = row.mailboxes.filter((mailbox) => !held.has(mailbox));
    const results = await Promise.all(
      wanted.map((mailbox) => this.#put(row, mailbox).catch((error: unknown) => asSottoError(error))),
    );
    return {
      receipts: results.flatMap((result) => (result instanceof SottoError ? [] : [result])),
      failures: results.flatMap((result) => (result instanceof SottoError ? [result] : [])),
    };
  }

  async #dial(location: PeerLocation, timeoutMs: number): Promise<void> {
    const { peerId } = location;
    const now = this.#clock.monotonicMs();
    const failed = this.#failedDials.get(peerId);
    if (failed && now < failed.untilMs)
      throw new UnavailableError('unreachable', 'peer was not reachable a moment ago');
    try {
      await withTimeout(this.#clock, timeoutMs, (signal) => this.#network.direct.connect(location, { signal }));
      this.#failedDials.delete(peerId);
    } catch (error) {
      if (this.#failedDials.size >= MAX_REMEMBERED_DIALS) this.#failedDials.clear();
      const pauseMs = Math.min(MAX_DIAL_PAUSE_MS, failed ? failed.pauseMs * 2 : DIAL_PAUSE_MS);
      this.#failedDials.set(peerId, { pauseMs, untilMs: now + pauseMs });
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
