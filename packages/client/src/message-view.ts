/** Messages as an app sees them: after their effects, with what they answer and the evidence of their delivery. */
import type { CustodyRecord, MessageRecord, OutboxRecord } from '@sotto/ports';
import { equalBytes, formatAccountId, formatHex, type MessageId } from '@sotto/wire';
import { BoundedMap } from './bounded-map.ts';
import { readBody } from './content/content-type.ts';
import { TEXT } from './content/text.ts';
import { TIMER } from './content/timer.ts';
import type { ClientContext } from './context.ts';
import { type Picture, pictureOf } from './conversation/picture.ts';
import type { MessageView, ReactionView, ReplyView, WaitView } from './conversation-views.ts';

const MAX_ROWS_PER_MESSAGE = 64;
const MAX_CONTACT_TEXTS = 64;
/** So much of a message is quoted, in UTF-16. */
const MAX_QUOTED = 240;

/** The envelopes of a message and what mailboxes have said about them. */
export interface DeliveryEvidence {
  readonly rows: readonly OutboxRecord[];
  readonly custody: readonly CustodyRecord[];
}

const NO_EVIDENCE: DeliveryEvidence = { rows: [], custody: [] };

export class MessageViews {
  readonly #context: ClientContext;
  readonly #contactTexts = new BoundedMap<string, string>(MAX_CONTACT_TEXTS);

  constructor(context: ClientContext) {
    this.#context = context;
  }

  async view(message: MessageRecord): Promise<MessageView> {
    return await this.of(message, message.direction === 'out' ? await this.evidence(message) : NO_EVIDENCE);
  }

  /** The view of a message whose evidence is at hand. */
  async of(message: MessageRecord, evidence: DeliveryEvidence): Promise<MessageView> {
    const picture = await this.#picture(message);
    const last = picture.edits.at(-1);
    const text = readBody(TEXT, message);
    const first = text?.text ?? this.#context.types.describe(message);
    // Out of our own store: nobody can put words into somebody's mouth (specs/11 §2).
    const reply = text?.replyTo && (await this.quote(message.conversation, text.replyTo));
    const waits = this.#waits(message, evidence);
    const timer = readBody(TIMER, message);
    return {
      id: formatHex(message.messageId),
      contact: this.#contactText(message.conversation),
      direction: message.direction,
      text: last?.text ?? first,
      type: message.type,
      ...(message.target === undefined ? {} : { target: formatHex(message.target) }),
      state: message.state,
      ...(message.failure === undefined ? {} : { failure: message.failure }),
      custody: this.#custody(evidence),
      devices: {
        delivered: evidence.rows.filter(({ status }) => status === 'delivered').length,
        of: evidence.rows.length,
      },
      sentAtMs: message.sentAtMs,
      order: message.clock,
      isDeleted: message.visibility === 'deleted',
      reactions: reactionViews(picture),
      ...(reply ? { reply } : {}),
      ...(last ? { edited: { atMs: last.atMs, earlier: earlierTexts(first, picture) } } : {}),
      ...(timer ? { timerSeconds: timer.seconds } : {}),
      ...(message.expiresAfterSeconds === undefined ? {} : { expiresAfterSeconds: message.expiresAfterSeconds }),
      ...(message.expiresAtMs === undefined ? {} : { expiresAtMs: message.expiresAtMs }),
      ...(waits ? { waits } : {}),
    };
  }

  /** What a message says now, after its edits; nothing when it was deleted. */
  async text(message: MessageRecord): Promise<string> {
    const { edits } = await this.#picture(message);
    return edits.at(-1)?.text ?? this.#context.types.describe(message);
  }

  async evidence({ messageId }: MessageRecord): Promise<DeliveryEvidence> {
    const { store } = this.#context;
    const rows = await store.outbox({ messageId, limit: MAX_ROWS_PER_MESSAGE });
    const custody = await Promise.all(rows.map(({ envelopeId }) => store.custody(envelopeId)));
    return { rows, custody: custody.flat() };
  }

  /** Written once for each conversation: its checksum costs more than all the rest of a view. */
  #contactText(conversation: MessageRecord['conversation']): string {
    const key = formatHex(conversation);
    const known = this.#contactTexts.get(key);
    if (known !== undefined) return known;
    const text = formatAccountId(conversation);
    this.#contactTexts.set(key, text);
    return text;
  }

  async #picture({ conversation, messageId }: MessageRecord): Promise<Picture> {
    return pictureOf(await this.#context.effects.on(conversation, messageId));
  }

  async quote(conversation: MessageRecord['conversation'], messageId: MessageId): Promise<ReplyView> {
    const id = formatHex(messageId);
    const target = await this.#context.store.message(conversation, messageId);
    const { visibility, direction } = target ?? { visibility: 'gone', direction: 'in' };
    if (target === undefined || (visibility !== undefined && visibility !== 'deleted')) return { id, state: 'missing' };
    if (visibility === 'deleted') return { id, state: 'deleted', direction };
    const text = await this.text(target);
    const quoted = text.length <= MAX_QUOTED ? text : `${text.slice(0, MAX_QUOTED).replace(/[\ud800-\udbff]$/, '')}…`;
    return { id, state: 'here', direction, text: quoted };
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

  #waits({ direction, state, conversation }: MessageRecord, { rows }: DeliveryEvidence): WaitView | undefined {
    if (direction === 'in' || state !== 'queued') return undefined;
    const { contacts } = this.#context;
    const contact = contacts.get(conversation);
    if (contact && contacts.verification(contact) === 'changed') return { reason: 'keys-changed' };
    if (this.#context.ledger.fault !== undefined) return { reason: 'not-stored' };
    if (rows.length === 0) return { reason: contact?.accountLog.length === 0 ? 'no-keys' : 'no-session' };
    const pending = rows.filter(({ status }) => status === 'pending');
    if (pending.every(({ attempts }) => attempts === 0)) return { reason: 'not-tried' };
    const failure = pending.find((row) => row.failure !== undefined)?.failure;
    const nextAttemptAtMs = pending.reduce(
      (first, row) => Math.min(first, row.nextAttemptAtMs),
      Number.MAX_SAFE_INTEGER,
    );
    return { reason: 'not-in-custody', nextAttemptAtMs, ...(failure === undefined ? {} : { failure }) };
  }
}

function earlierTexts(first: string, { edits }: Picture): string[] {
  return [first, ...edits.slice(0, -1).map(({ text }) => text)];
}

/** One for each emoji, in the order in which they were first given. */
function reactionViews({ reactions }: Picture): ReactionView[] {
  const emojis = [...new Set(reactions.map(({ emoji }) => emoji))];
  return emojis.map((emoji) => {
    const given = (wanted: 'in' | 'out') => reactions.some((one) => one.emoji === emoji && one.direction === wanted);
    return { emoji, isOurs: given('out'), isTheirs: given('in') };
  });
}
