/**
 * A conversation as lines of the screen: days, speakers, messages, what became of them, what is missing. Pure.
 *
 * Messages of the contact stand left with a bar in the contact's colour; own messages stand right. Every own message says
 * in words how far it came.
 */
import type { ContactView, MessageView, NoticeView } from '@sotto/client';
import { formatDay, formatTime } from '../day.ts';
import { deliveryMark } from '../delivery-mark.ts';
import { bodyText, marksText, quoteText } from '../message-text.ts';
import { noticeText } from '../notice-text.ts';
import { sanitizeLine } from '../sanitize.ts';
import { timeline } from '../timeline.ts';
import { badgeOf } from './badge.ts';
import type { Row, Span } from './row.ts';
import { padColumns, widestOf, widthOf, wrapColumns } from './wrap.ts';

/** Longer lines are tiring to read. */
const MAX_TEXT_COLUMNS = 72;
const SAME_BREATH_MS = 5 * 60_000;

export interface ConversationRowsInput {
  readonly contact: ContactView;
  readonly messages: readonly MessageView[];
  readonly complete: boolean;
  readonly notices: readonly NoticeView[];
  readonly columns: number;
  readonly nowMs: number;
  /** The message that keys act on. */
  readonly picked?: string | undefined;
}

export function conversationRows(input: ConversationRowsInput): readonly Row[] {
  const { contact, messages, notices, columns, nowMs, complete, picked } = input;
  const rows: Row[] = [];
  if (!complete) rows.push(centred('older', '↑ older messages', columns));
  let previous: MessageView | undefined;
  let day = '';
  for (const entry of timeline({ messages, notices, isFirst: complete })) {
    const { id, atMs } =
      entry.kind === 'notice' ? entry.notice : { id: entry.message.id, atMs: entry.message.sentAtMs };
    const nextDay = formatDay(atMs, nowMs);
    const newDay = nextDay !== day;
    if (newDay) rows.push(...dayRows(id, nextDay, columns, rows.length > 0));
    day = nextDay;
    if (entry.kind === 'notice') {
      rows.push(...noticeRows(entry.notice, columns, !newDay));
      previous = undefined;
      continue;
    }
    const { message } = entry;
    const continues = !newDay && previous !== undefined && sameBreath(previous, message);
    const isPicked = message.id === picked;
    rows.push(...messageRows({ message, contact, columns, continues, spaced: !newDay, isPicked }));
    previous = message;
  }
  if (contact.missing > 0) rows.push(missingRow(contact.missing));
  return rows;
}

function sameBreath(before: MessageView, message: MessageView): boolean {
  return before.direction === message.direction && Math.abs(message.sentAtMs - before.sentAtMs) < SAME_BREATH_MS;
}

function blank(key: string): Row {
  return { key, spans: [{ text: ' ' }] };
}

function centred(key: string, text: string, columns: number): Row {
  const left = Math.max(0, Math.floor((columns - widthOf(text)) / 2));
  return { key, spans: [{ text: ' '.repeat(left) + text, dim: true }] };
}

function dayRows(id: string, day: string, columns: number, spaced: boolean): readonly Row[] {
  const row = centred(`${id}:day`, `── ${day} ──`, columns);
  return spaced ? [blank(`${id}:before-day`), row] : [row];
}

interface MessageRowsInput {
  readonly message: MessageView;
  readonly contact: ContactView;
  readonly columns: number;
  /** The same person went on writing: no name, no empty line before. */
  readonly continues: boolean;
  readonly spaced: boolean;
  readonly isPicked: boolean;
}

function messageRows(input: MessageRowsInput): readonly Row[] {
  const { message, continues, spaced } = input;
  const body = message.direction === 'in' ? incomingRows(input) : outgoingRows(input);
  return spaced && !continues ? [blank(`${message.id}:before`), ...body] : body;
}

function incomingRows({ message, contact, columns, continues, isPicked }: MessageRowsInput): readonly Row[] {
  const { colour } = badgeOf(contact.id);
  const rows: Row[] = [];
  if (!continues) {
    const name = sanitizeLine(contact.name, { maxColumns: Math.max(8, columns - 10) });
    const time: Span = { text: `  ${formatTime(message.sentAtMs)}`, dim: true };
    rows.push({ key: `${message.id}:name`, spans: [{ text: name, color: colour, bold: true }, time] });
  }
  textLines(message, columns).forEach((line, i) => {
    const bar: Span = isPicked ? { text: '▶', color: 'magenta', bold: true } : { text: '▎', color: colour };
    rows.push({ key: `${message.id}:${i}`, spans: [bar, line] });
  });
  return rows;
}

function outgoingRows({ message, columns, isPicked }: MessageRowsInput): readonly Row[] {
  const lines = textLines(message, columns);
  const block = Math.max(...lines.map(({ text }) => widthOf(text)));
  // Room for what a terminal may draw wider, so that nothing of the text is pushed over the edge.
  const room = Math.max(...lines.map(({ text }) => widestOf(text) - widthOf(text)));
  const bar: Span = isPicked ? { text: '◀', color: 'magenta', bold: true } : { text: '▐', color: 'cyan' };
  const rows: Row[] = lines.map(({ text, ...style }, i) => {
    const left = ' '.repeat(Math.max(0, columns - block - room - 2));
    return { key: `${message.id}:${i}`, spans: [{ text: `${left}${padColumns(text, block)} `, ...style }, bar] };
  });
  return [...rows, ...markRows(message, columns, bar)];
}

function markRows(message: MessageView, columns: number, bar: Span): readonly Row[] {
  const lost = message.state === 'failed' || message.state === 'expired';
  const mark = `${formatTime(message.sentAtMs)} ${deliveryMark(message)}`;
  const style = { color: MARK_COLOURS[message.state], dim: message.state === 'queued' };
  const lines = [...wrapColumns(mark, columns - 2), ...(lost ? ['Ctrl-R sends it again'] : [])];
  return lines.map((line, i) => {
    const left = ' '.repeat(Math.max(0, columns - widthOf(line) - 2));
    return { key: `${message.id}:mark${i}`, spans: [{ text: `${left}${line} `, ...style }, bar] };
  });
}

const MARK_COLOURS = {
  queued: 'white',
  custody: 'blue',
  delivered: 'green',
  read: 'green',
  expired: 'red',
  failed: 'red',
} as const;

const linesOf = new WeakMap<MessageView, { readonly columns: number; readonly lines: readonly Span[] }>();

/**
 * Message values never change, so their lines are computed once per width. What the app says about a message is dim, so that
 * nobody's text passes for it.
 */
function textLines(message: MessageView, columns: number): readonly Span[] {
  const width = Math.min(MAX_TEXT_COLUMNS, columns - 6);
  const known = linesOf.get(message);
  if (known?.columns === width) return known.lines;
  const quote = quoteText(message);
  const marks = marksText(message);
  const parts: readonly Span[] = [
    ...(quote === undefined ? [] : [{ text: quote, dim: true }]),
    { text: bodyText(message), dim: message.isDeleted },
    ...(marks === '' ? [] : [{ text: marks, dim: true }]),
  ];
  const lines = parts.flatMap(({ text, ...style }) =>
    wrapColumns(text, width).map((line) => ({ text: line, ...style })),
  );
  linesOf.set(message, { columns: width, lines });
  return lines;
}

function missingRow(missing: number): Row {
  const text = missing === 1 ? '⋯ 1 message missing, fetching' : `⋯ ${missing} messages missing, fetching`;
  return { key: 'missing', spans: [{ text, color: 'yellow' }] };
}

/** Notices stand out: a person who scrolls must not take them for messages. */
function noticeRows(notice: NoticeView, columns: number, spaced: boolean): readonly Row[] {
  const { id, atMs } = notice;
  const width = Math.min(MAX_TEXT_COLUMNS, columns - 3);
  const lines = wrapColumns(`${formatTime(atMs)} ${noticeText(notice)}`, width);
  const rows = lines.map((line, i) => ({
    key: `${id}:${i}`,
    spans: [{ text: `${i === 0 ? '▲' : ' '} ${line}`, color: 'yellow' }],
  }));
  return spaced ? [blank(`${id}:before`), ...rows] : rows;
}
