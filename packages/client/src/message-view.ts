/** Messages as an app sees them, with the evidence of their delivery. */
import type { MessageRecord } from '@sotto/ports';
import { formatAccountId, formatHex } from '@sotto/wire';
import type { ClientContext } from './context.ts';
import type { MessageView } from './sotto-client.ts';

const MAX_ROWS_PER_MESSAGE = 64;

export class MessageViews {
  readonly #context: ClientContext;

  constructor(context: ClientContext) {
    this.#context = context;
  }

  async view(message: MessageRecord): Promise<MessageView> {
    const evidence = message.direction === 'out' ? await this.#evidence(message) : NO_EVIDENCE;
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
  async #evidence(message: MessageRecord): Promise<Pick<MessageView, 'custody' | 'devices'>> {
    const { store } = this.#context;
    const rows = await store.outbox({ messageId: message.messageId, limit: MAX_ROWS_PER_MESSAGE });
    let custody = NO_EVIDENCE.custody;
    for (const row of rows) {
      const held = (await store.custody(row.envelopeId)).length;
      if (custody.of === 0 || held < custody.held) custody = { held, of: row.mailboxes.length };
    }
    const delivered = rows.filter(({ status }) => status === 'delivered').length;
    return { custody, devices: { delivered, of: rows.length } };
  }
}

const NO_EVIDENCE = { custody: { held: 0, of: 0 }, devices: { delivered: 0, of: 0 } };
