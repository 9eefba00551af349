/** Messages as an app sees them, with the evidence of their delivery. */
import type { CustodyRecord, MessageRecord, OutboxRecord } from '@sotto/ports';
import { equalBytes, formatAccountId, formatHex } from '@sotto/wire';
import type { ClientContext } from './context.ts';
import type { MessageView } from './sotto-client.ts';

const MAX_ROWS_PER_MESSAGE = 64;

/** The envelopes of a message and what mailboxes have said about them. */
export interface DeliveryEvidence {
  readonly rows: readonly OutboxRecord[];
  readonly custody: readonly CustodyRecord[];
}

const NO_EVIDENCE: DeliveryEvidence = { rows: [], custody: [] };

export class MessageViews {
  readonly #context: ClientContext;

  constructor(context: ClientContext) {
    this.#context = context;
  }

  async view(message: MessageRecord): Promise<MessageView> {
    return this.of(message, message.direction === 'out' ? await this.#evidence(message) : NO_EVIDENCE);
  }

  /** The view of a message whose evidence is at hand. */
  of(message: MessageRecord, evidence: DeliveryEvidence): MessageView {
    return {
      id: formatHex(message.messageId),
      contact: formatAccountId(message.conversation),
      direction: message.direction,
      text: this.#context.types.describe(message),
      type: message.type,
      state: message.state,
      ...(message.failure === undefined ? {} : { failure: message.failure }),
      custody: this.#custody(evidence),
      devices: {
        delivered: evidence.rows.filter(({ status }) => status === 'delivered').length,
        of: evidence.rows.length,
      },
      sentAtMs: message.sentAtMs,
      order: message.clock,
    };
  }

  /** Custody is told for the device that has least of it. */
  #custody({ rows, custody }: DeliveryEvidence): MessageView['custody'] {
    const nowMs = this.#context.clock.nowMs();
    const perRow = rows.map(({ envelopeId, mailboxes }) => {
      const held = custody.filter(
        (receipt) => receipt.expiresAtMs > nowMs && equalBytes(receipt.envelopeId, envelopeId),
      ).length;
      return { held, of: mailboxes.length };
    });
    return perRow.reduce((least, row) => (least.of === 0 || row.held < least.held ? row : least), { held: 0, of: 0 });
  }

  async #evidence({ messageId }: MessageRecord): Promise<DeliveryEvidence> {
    const { store } = this.#context;
    const rows = await store.outbox({ messageId, limit: MAX_ROWS_PER_MESSAGE });
    const custody = await Promise.all(rows.map(({ envelopeId }) => store.custody(envelopeId)));
    return { rows, custody: custody.flat() };
  }
}
