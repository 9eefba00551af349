/** What control content of a contact's device asks for or tells (specs/08 §4). Returns changes; commits nothing. */
import type { ContactRecord, OutboxRecord, StoreChange } from '@sotto/ports';
import { asMessageId, equalBytes, LIMITS, type MessageId, ReceiptKind, SottoError } from '@sotto/wire';
import type { Composer } from './composer.ts';
import type { ContentFields } from './content/content.ts';
import {
  decodeReceipt,
  decodeResendRequest,
  decodeSessionHint,
  RECEIPT,
  RESEND_REQUEST,
  SESSION_HINT,
} from './content/control.ts';
import type { ClientContext } from './context.ts';
import { type DeviceLink, type LinkedSession, sendingSession } from './device-link.ts';
import type { Ladder } from './ladder.ts';
import type { Outbox } from './outbox.ts';
import type { Sealed } from './sealer.ts';

const MAX_ROWS_PER_MESSAGE = 64;
const MAX_RESEALED_ROWS = 500;

export interface ControlInput {
  readonly contact: ContactRecord;
  readonly link: DeviceLink;
  readonly session: LinkedSession;
  readonly content: ContentFields;
}

export interface ControlAnswer {
  readonly link: DeviceLink;
  readonly changes: readonly StoreChange[];
  readonly sealed: readonly Sealed[];
  announce(): Promise<void>;
}

export class ControlReader {
  readonly #context: ClientContext;
  readonly #composer: Composer;
  readonly #ladder: Ladder;
  readonly #outbox: Outbox;
  readonly #onSessionHint: (
    contact: ContactRecord,
    deviceId: DeviceLink['record']['deviceId'],
    generation: number,
  ) => void;

  constructor(
    context: ClientContext,
    parts: {
      readonly composer: Composer;
      readonly ladder: Ladder;
      readonly outbox: Outbox;
      readonly onSessionHint: (
        contact: ContactRecord,
        deviceId: DeviceLink['record']['deviceId'],
        generation: number,
      ) => void;
    },
  ) {
    this.#context = context;
    this.#composer = parts.composer;
    this.#ladder = parts.ladder;
    this.#outbox = parts.outbox;
    this.#onSessionHint = parts.onSessionHint;
  }

  /** Unknown and malformed control content asks for nothing. */
  async read(input: ControlInput): Promise<ControlAnswer> {
    const nothing: ControlAnswer = { link: input.link, changes: [], sealed: [], announce: async () => {} };
    try {
      switch (input.content.type) {
        case RECEIPT:
          return await this.#receipt(input);
        case RESEND_REQUEST:
          return await this.#resend(input);
        case SESSION_HINT:
          return this.#hint(input);
        default:
          return nothing;
      }
    } catch (error) {
      if (error instanceof SottoError && error.kind === 'decode') return nothing;
      throw error;
    }
  }

  async #receipt({ contact, link, content }: ControlInput): Promise<ControlAnswer> {
    const { kind, messageIds } = decodeReceipt(content.body);
    const ids = messageIds.slice(0, LIMITS.MAX_RECEIPT_IDS).map(asMessageId);
    const delivered: OutboxRecord[] = [];
    for (const id of ids) delivered.push(...(await this.#undelivered(contact, link, id)));
    const step = await this.#ladder.prepare(delivered.map((row) => ({ ...row, status: 'delivered' })));
    const read = kind === ReceiptKind.READ ? await this.#ladder.prepareRead(contact.accountId, ids) : undefined;
    return {
      link,
      changes: [...step.changes, ...(read?.changes ?? [])],
      sealed: [],
      announce: async () => {
        await step.announce();
        await read?.announce();
      },
    };
  }

  /** Rows of our message for this very device: nobody else can receipt them (attack C4). */
  async #undelivered(contact: ContactRecord, link: DeviceLink, messageId: MessageId): Promise<OutboxRecord[]> {
    const rows = await this.#context.store.outbox({ messageId, limit: MAX_ROWS_PER_MESSAGE });
    return rows.filter(
      (row) =>
        row.status !== 'delivered' &&
        equalBytes(row.accountId, contact.accountId) &&
        equalBytes(row.deviceId, link.record.deviceId),
    );
  }

  async #resend({ contact, link, content }: ControlInput): Promise<ControlAnswer> {
    const request = decodeResendRequest(content.body);
    const device = { accountId: contact.accountId, deviceId: link.record.deviceId };
    const statuses = ['pending', 'custody', 'expired', 'failed'] as const;
    const rows = await this.#context.store.outbox({ device, statuses, limit: MAX_RESEALED_ROWS });
    if (request.sessionLost) return await this.#resealAll(contact, link, rows);
    const wanted = new Set(request.sequences.slice(0, LIMITS.MAX_RESEND_IDS).map(Number));
    const again = rows.filter(({ messageId, sequence }) => messageId !== undefined && wanted.has(sequence));
    const changes = this.#outbox.resendChanges(again);
    return { link, changes, sealed: [], announce: async () => this.#outbox.poke() };
  }

  /** The device lost the sessions of these envelopes: their content goes out once more, in the session of the request. */
  async #resealAll(contact: ContactRecord, link: DeviceLink, rows: readonly OutboxRecord[]): Promise<ControlAnswer> {
    const sealed: Sealed[] = [];
    const changes: StoreChange[] = [];
    let current = link;
    const best = this.#best(link);
    for (const row of rows) {
      if (row.messageId === undefined || (best && equalBytes(best.session.id, row.sessionId))) continue;
      const again = await this.#composer.reseal(contact, current, row);
      if (again === undefined) break;
      current = again.link;
      sealed.push(again);
      changes.push({ kind: 'delete-outbox', envelopeId: row.envelopeId });
    }
    return { link: current, changes, sealed, announce: async () => this.#outbox.poke() };
  }

  #hint({ contact, link, content }: ControlInput): ControlAnswer {
    const generation = decodeSessionHint(content.body);
    const best = this.#best(link);
    const known = best !== undefined && best.session.generation >= generation;
    return {
      link,
      changes: [],
      sealed: [],
      announce: async () => {
        if (!known) this.#onSessionHint(contact, link.record.deviceId, generation);
      },
    };
  }

  #best(link: DeviceLink): LinkedSession | undefined {
    const nowMs = this.#context.clock.nowMs();
    return sendingSession(link, { nowMs, staleUpToMs: this.#context.staleSessionsUpToMs });
  }
}
