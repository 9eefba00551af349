import type { MessageView, NoticeView } from '@sotto/client';
import { expect, test } from 'vitest';
import { messageRow, noticesAfter } from './conversation-rows.ts';

const NOON = new Date(2026, 10, 20, 12).getTime();
const MINUTE = 60_000;

const at = (minutes: number, direction: MessageView['direction'] = 'in') =>
  ({ id: `m${minutes}`, direction, sentAtMs: NOON + minutes * MINUTE, order: minutes }) as MessageView;
const notice = (order: number): NoticeView => ({
  id: `n${order}`,
  contact: 'c',
  kind: 'keys-changed',
  order,
  atMs: NOON,
});
const row = (before: MessageView | undefined, message: MessageView, after?: MessageView, notices: NoticeView[] = []) =>
  messageRow({ message, before, after, isFirst: before === undefined, notices, firstUnread: 'm3' });

test('messages of one side within minutes stand together', () => {
  expect(row(at(0), at(1), at(2))).toMatchObject({ startsGroup: false, endsGroup: false, startsDay: false });
  expect(row(at(0, 'out'), at(1), at(2, 'out'))).toMatchObject({ startsGroup: true, endsGroup: true });
  expect(row(at(0), at(10), at(20))).toMatchObject({ startsGroup: true, endsGroup: true });
});

test('the line of a timer belongs to no group', () => {
  const timer = { ...at(1), timerSeconds: 0 };
  expect(row(at(0), timer, at(2))).toMatchObject({ startsGroup: true, endsGroup: true });
  expect(row(timer, at(2))).toMatchObject({ startsGroup: true });
});

test('a new day, the first unread message and notices begin a group', () => {
  expect(row(at(-24 * 60), at(0))).toMatchObject({ startsDay: true, startsGroup: true });
  expect(row(at(2), at(3))).toMatchObject({ startsUnread: true, startsGroup: true });
  expect(row(at(2), at(2.5), at(3))).toMatchObject({ endsGroup: true });
  expect(row(at(0), at(1), undefined, [notice(0.5)])).toMatchObject({ startsGroup: true, notices: [{ id: 'n0.5' }] });
});

test('a notice stands before exactly one message, or after the newest', () => {
  const notices = [-1, 0.5, 1.5, 9].map(notice);
  const shown = [
    row(undefined, at(0), at(1), notices),
    row(at(0), at(1), at(2), notices),
    row(at(1), at(2), undefined, notices),
  ];
  expect(shown.map((one) => one.notices.map(({ id }) => id))).toEqual([['n-1'], ['n0.5'], ['n1.5']]);
  expect(noticesAfter(notices, at(2)).map(({ id }) => id)).toEqual(['n9']);
  expect(noticesAfter(notices, undefined)).toEqual(notices);
  const unknownBefore = messageRow({
    message: at(0),
    before: undefined,
    after: undefined,
    isFirst: false,
    notices,
    firstUnread: undefined,
  });
  expect(unknownBefore.notices).toEqual([]);
});
