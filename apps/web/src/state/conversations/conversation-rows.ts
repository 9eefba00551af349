/**
 * What stands around a message in its conversation: the day, where unread messages begin, notices, and whether it goes on
 * what the same side wrote just before. Pure.
 */
import type { MessageView, NoticeView } from '@sotto/client';

/** Messages of one side within this time stand together. */
const GROUP_MS = 3 * 60_000;

export interface MessageRow {
  readonly message: MessageView;
  /** The day begins here: show it. */
  readonly startsDay: boolean;
  readonly startsUnread: boolean;
  /** Notices between the message before and this one, oldest first. */
  readonly notices: readonly NoticeView[];
  readonly startsGroup: boolean;
  readonly endsGroup: boolean;
}

export interface RowSurroundings {
  readonly message: MessageView;
  /** Absent: it is the first of all, or what is before it is not known. */
  readonly before: MessageView | undefined;
  readonly after: MessageView | undefined;
  /** Nothing is before `message`. */
  readonly isFirst: boolean;
  readonly notices: readonly NoticeView[];
  readonly firstUnread: string | undefined;
}

export function messageRow(surroundings: RowSurroundings): MessageRow {
  const { message, before, after, firstUnread } = surroundings;
  const notices = noticesBefore(surroundings);
  const startsDay = before === undefined || !isSameDay(before.sentAtMs, message.sentAtMs);
  const startsUnread = message.id === firstUnread;
  const isInterrupted = startsDay || startsUnread || notices.length > 0;
  return {
    message,
    startsDay,
    startsUnread,
    notices,
    startsGroup: isInterrupted || !isGroup(before, message),
    endsGroup: after === undefined || after.id === firstUnread || !isGroup(message, after),
  };
}

/** Notices after the newest message. */
export function noticesAfter(notices: readonly NoticeView[], newest: MessageView | undefined): readonly NoticeView[] {
  return newest === undefined ? notices : notices.filter(({ order }) => order > newest.order);
}

export function isSameDay(aMs: number, bMs: number): boolean {
  return new Date(aMs).toDateString() === new Date(bMs).toDateString();
}

function noticesBefore({ message, before, isFirst, notices }: RowSurroundings): readonly NoticeView[] {
  if (before === undefined && !isFirst) return [];
  const from = before?.order ?? Number.NEGATIVE_INFINITY;
  return notices.filter(({ order }) => order > from && order <= message.order);
}

function isGroup(a: MessageView, b: MessageView): boolean {
  return (
    // The line of a timer stands by itself.
    a.timerSeconds === undefined &&
    b.timerSeconds === undefined &&
    a.direction === b.direction &&
    Math.abs(b.sentAtMs - a.sentAtMs) < GROUP_MS &&
    isSameDay(a.sentAtMs, b.sentAtMs)
  );
}
