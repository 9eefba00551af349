/** Messages as an app sees them, with the evidence of their delivery. */
import type { MessageRecord, OutboxRecord } from '@sotto/ports';
import { formatAccountId, formatHex } from '@sotto/wire';
import type { ClientContext } from './context.ts';
import type { MessageView } from './sotto-client.ts';

const MAX_ROWS_PER_MESSAGE = 64;

type Evidence = Pick<MessageView, 'custody' | 'devices'>;

const NO_EVIDENCE: Evidence = { custody: { held: 0, of: 0 }, devices: { delivered: 0, of: 0 } };

export class MessageViews {
  readonly #context: ClientContext;

  constructor(context: ClientContext) {
    this.#context = context;
  }

  async view(message: MessageRecord): Promise<MessageView> {
    return this.#view(message, message.direction === 'out' ? await this.#evidence(message) : NO_EVIDENCE);
  }

  /** A message that was just composed: nobody has it yet. */
  composed(message: MessageRecord, rows: readonly OutboxRecord[]): MessageView {
    const of = rows[0]?.mailboxes.length ?? 0;
    return this.#view(message, { custody: { held: 0, of }, devices: { delivered: 0, of: rows.length } });
  }

  #view(message: MessageRecord, evidence: Evidence): MessageView {
    return {
      id: formatHex(message.messageId),
      contact: formatAccountId(message.conversation),
      direction: message.direction,
      text: this.#context.types.describe(message),
      type: message.type,
      state: message.state,
      ...(message.failure === undefined ? {} : { failure: message.failure }),
      ...evidence,
      sentAtMs: message.sentAtMs,
    };
  }

  /** Custody is told for the device that has least of it. */
  async #evidence(message: MessageRecord): Promise<Evidence> {
    const { store, clock } = this.#context;
    const nowMs = clock.nowMs();
    const rows = await store.outbox({ messageId: message.messageId, limit: MAX_ROWS_PER_MESSAGE });
    const custodies = await Promise.all(rows.map((row) => store.custody(row.envelopeId)));
    let { custody } = NO_EVIDENCE;
    rows.forEach(({ mailboxes }, index) => {
      const held = (custodies[index] ?? []).filter(({ expiresAtMs }) => expiresAtMs > nowMs).length;
      if (custody.of === 0 || held < custody.held) custody = { held, of: mailboxes.length };
    });
    const delivered = rows.filter(({ status }) => status === 'delivered').length;
    return { custody, devices: { delivered, of: rows.length } };
  }
}
