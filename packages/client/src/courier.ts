/**
 * Ways to reach a device, in order: an open direct connection, a dial that succeeds within DIRECT_DIAL_TIMEOUT_MS, else
 * the mailboxes (specs/07 §3). Moves sealed bytes; knows neither content nor sessions.
 */
import { verifyCustodyReceipt } from '@sotto/crypto';
import type { CustodyRecord, OutboxRecord, PeerLocation } from '@sotto/ports';
import {
  CustodyReceiptSchema,
  encodeMessage,
  equalBytes,
  LIMITS,
  type MailboxAddress,
  mailboxKey,
  parseMailboxAddress,
  SottoError,
  UnavailableError,
} from '@sotto/wire';
import { BoundedMap } from './bounded-map.ts';
import { deliveryProof } from './content/content.ts';
import type { ClientContext } from './context.ts';
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

/** A verified receipt. */
export interface NewCustody {
  /** `expiresAtMs` is by our own clock. */
  readonly record: CustodyRecord;
  /** How far the clock of the mailbox is ahead of ours; negative: behind. */
  readonly clockSkewMs: number;
}

export interface DepositOutcome {
  readonly receipts: readonly NewCustody[];
  /** One per mailbox that gave none, with the code of its refusal. */
  readonly failures: readonly SottoError[];
}

export class Courier {
  readonly #context: ClientContext;
  readonly #failedDials = new BoundedMap<string, { readonly pauseMs: number; readonly untilMs: number }>(
    MAX_REMEMBERED_DIALS,
  );

  constructor(context: ClientContext) {
    this.#context = context;
  }

  /** Tries the direct way, where the person wants one. Never throws: what fails goes to the mailboxes. */
  async sendDirect(row: OutboxRecord, location: PeerLocation): Promise<DirectOutcome> {
    const { network, preferences } = this.#context;
    if (preferences.mailboxesOnly) return 'not-delivered';
    const { direct } = network;
    try {
      if (!direct.isConnected(location.peerId)) await this.#dial(location, LIMITS.DIRECT_DIAL_TIMEOUT_MS);
      const reply = await withTimeout(this.#context, DIRECT_REPLY_TIMEOUT_MS, (signal) =>
        direct.send(location.peerId, { id: row.envelopeId, bytes: row.envelope }, { signal }),
      );
      if (reply.kind === 'refused') return 'not-delivered';
      if (equalBytes(reply.deliveryProof, deliveryProof(row))) return 'delivered';
      return reply.deliveryProof.length === 0 ? 'stored-without-proof' : 'not-delivered';
    } catch {
      return 'not-delivered';
    }
  }

  /** Tries to have a direct connection, unless there is one or trying failed a moment ago. Never throws. */
  async connect(location: PeerLocation): Promise<void> {
    const { network, preferences } = this.#context;
    if (preferences.mailboxesOnly || location.peerId === '' || network.direct.isConnected(location.peerId)) return;
    await this.#dial(location, BACKGROUND_DIAL_TIMEOUT_MS).catch(() => undefined);
  }

  /** Forgets that dialling this peer failed: it was heard of again. */
  peerSeen(peerId: string): void {
    this.#failedDials.delete(peerId);
  }

  /** Forgets all dials that failed: the way to everybody may have changed. */
  forgetFailures(): void {
    this.#failedDials.clear();
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
    const now = this.#context.clock.monotonicMs();
    const failed = this.#failedDials.get(peerId);
    if (failed && now < failed.untilMs)
      throw new UnavailableError('unreachable', 'peer was not reachable a moment ago');
    try {
      await withTimeout(this.#context, timeoutMs, (signal) =>
        this.#context.network.direct.connect(location, { signal }),
      );
      this.#failedDials.delete(peerId);
    } catch (error) {
      const pauseMs = Math.min(MAX_DIAL_PAUSE_MS, failed ? failed.pauseMs * 2 : DIAL_PAUSE_MS);
      this.#failedDials.set(peerId, { pauseMs, untilMs: now + pauseMs });
      throw error;
    }
  }

  async #put(row: OutboxRecord, address: string): Promise<NewCustody> {
    const mailbox = parseMailboxAddress(address);
    const { mailboxHealth } = this.#context;
    try {
      const custody = await this.#signedPut(row, mailbox);
      mailboxHealth.signed(address, custody.clockSkewMs + this.#context.clock.nowMs());
      return custody;
    } catch (error) {
      mailboxHealth.refused(address, error);
      throw error;
    }
  }

  async #signedPut(row: OutboxRecord, mailbox: MailboxAddress): Promise<NewCustody> {
    const receipt = await withTimeout(this.#context, PUT_TIMEOUT_MS, (signal) =>
      this.#context.network.depositor.put({ ...row, mailbox }, { signal }),
    );
    const { receivedAtMs, expiresAtMs } = verifyCustodyReceipt({
      receipt,
      mailboxKey: mailboxKey(mailbox),
      topic: row.topic,
      envelopeId: row.envelopeId,
    });
    // The clock of a mailbox is not ours: how long it keeps the envelope counts, from now on (attack E8).
    const nowMs = this.#context.clock.nowMs();
    const record = {
      envelopeId: row.envelopeId,
      mailbox,
      receipt: encodeMessage(CustodyReceiptSchema, receipt),
      expiresAtMs: nowMs + Math.min(Number(expiresAtMs - receivedAtMs), LIMITS.MAX_TTL_SECONDS * 1000),
    };
    return { record, clockSkewMs: Number(receivedAtMs) - nowMs };
  }
}

function asSottoError(error: unknown): SottoError {
  return error instanceof SottoError ? error : new UnavailableError('unreachable', 'no answer', { cause: error });
}
