/**
 * A conversation as text for a person or as JSON for a program, a page at a time: memory holds one page, however long
 * the conversation is.
 */
import type { ContactRecord } from '@sotto/ports';
import { formatAccountId } from '@sotto/wire';
import type { ClientContext } from '../context.ts';
import type { ExportFormat, MessageView } from '../conversation-views.ts';
import type { MessageReader } from './message-reader.ts';

const PAGE = 200;
const VERSION = 1;
const LINE_END = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/g;
/** What drives a terminal that the file is printed on. */
const CONTROL = /[^\P{Cc}\t\n]/gu;
/** What turns the direction of the text around it. */
const BIDIRECTIONAL = /\p{Bidi_Control}/gu;

export class Export {
  readonly #context: ClientContext;
  readonly #reader: MessageReader;

  constructor(context: ClientContext, reader: MessageReader) {
    this.#context = context;
    this.#reader = reader;
  }

  /** Pieces of the file, in order. Nothing is marked as read. */
  async *pieces(contact: ContactRecord, format: ExportFormat): AsyncGenerator<string> {
    if (format === 'text') yield* this.#text(contact);
    else yield* this.#json(contact);
  }

  async *#text(contact: ContactRecord): AsyncGenerator<string> {
    const { own } = this.#context;
    yield `${contact.name}\n${formatAccountId(contact.accountId)}\n\n`;
    for await (const message of this.#messages(contact)) {
      const who = message.direction === 'out' ? own.name : contact.name;
      yield textOf(message, who);
    }
  }

  async *#json(contact: ContactRecord): AsyncGenerator<string> {
    const { own, clock } = this.#context;
    const head = {
      version: VERSION,
      account: formatAccountId(own.id),
      contact: { id: formatAccountId(contact.accountId), name: contact.name },
      exportedAtMs: clock.nowMs(),
    };
    yield `${JSON.stringify(head).slice(0, -1)},"messages":[`;
    let separator = '\n';
    for await (const message of this.#messages(contact)) {
      yield `${separator}${JSON.stringify(jsonOf(message))}`;
      separator = ',\n';
    }
    yield '\n]}\n';
  }

  async *#messages(contact: ContactRecord): AsyncGenerator<MessageView> {
    for (let page = await this.#reader.page(contact, { fromMs: 0, limit: PAGE }); page.length > 0; ) {
      yield* page;
      const last = page.at(-1);
      page = last ? await this.#after(contact, last) : [];
    }
  }

  /** The last message of a page may have disappeared while somebody wrote the page to a slow disk. */
  async #after(contact: ContactRecord, last: MessageView): Promise<readonly MessageView[]> {
    return await this.#reader.page(contact, { afterPlace: last, limit: PAGE });
  }
}

function textOf(message: MessageView, who: string): string {
  const when = new Date(message.sentAtMs).toISOString();
  const marks = [
    ...(message.edited ? ['edited'] : []),
    ...(message.direction === 'out' ? [message.state] : []),
    ...message.reactions.map(({ emoji, isOurs, isTheirs }) => `${emoji}${isOurs && isTheirs ? ' ×2' : ''}`),
  ];
  const quote = message.reply ? `> ${message.reply.text ?? `(${message.reply.state})`}\n` : '';
  const text = message.isDeleted ? '(deleted)' : message.text;
  const body = printable(`${quote}${text}`).replaceAll('\n', '\n    ');
  return `${when} ${who}: ${body}${marks.length > 0 ? `  [${marks.join(', ')}]` : ''}\n`;
}

/** A line that somebody else wrote cannot look like one of ours (attack G2). */
function printable(text: string): string {
  return text.replace(LINE_END, '\n').replace(CONTROL, '\ufffd').replace(BIDIRECTIONAL, '');
}

function jsonOf({ contact: _, custody: __, devices: ___, waits: ____, ...message }: MessageView) {
  return message;
}
