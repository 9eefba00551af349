import type { MessageView, NoticeView } from '@sotto/client';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeClient } from './testing/fake-client.ts';
import { type TimelineEntry, timeline } from './timeline.ts';

const client = new FakeClient();
const grace = client.know('Grace');

function message(order: number): MessageView {
  return client.put(grace, 'x', { order });
}

function notice(order: number): NoticeView {
  return { id: `n${order}`, contact: grace.id, kind: 'device-added', order, atMs: order };
}

function orders(entries: readonly TimelineEntry[]): string[] {
  return entries.map((entry) => (entry.kind === 'notice' ? `n${entry.notice.order}` : `m${entry.message.order}`));
}

describe('the timeline of a conversation', () => {
  it('leaves notices out that stand on another page', () => {
    const page = { messages: [message(10), message(20)], notices: [5, 15, 25].map(notice) };
    expect(orders(timeline({ ...page, isFirst: true }))).toEqual(['n5', 'm10', 'n15', 'm20', 'n25']);
    expect(orders(timeline({ ...page, isFirst: false }))).toEqual(['m10', 'n15', 'm20', 'n25']);
    expect(orders(timeline({ ...page, isFirst: false, isNewest: false }))).toEqual(['m10', 'n15', 'm20']);
    expect(orders(timeline({ ...page, messages: [], isFirst: true }))).toEqual(['n5', 'n15', 'n25']);
  });

  it('keeps the order of messages and of notices, and puts each notice before what comes after it', () => {
    const places = fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 20 });
    fc.assert(
      fc.property(places, places, (first, second) => {
        const messages = first.toSorted((a, b) => a - b).map(message);
        const notices = second.toSorted((a, b) => a - b).map(notice);
        const entries = timeline({ messages, notices, isFirst: true });
        expect(entries).toHaveLength(messages.length + notices.length);
        const all = entries.map((entry) => (entry.kind === 'notice' ? entry.notice.order : entry.message.order));
        expect(all).toEqual(all.toSorted((a, b) => a - b));
        expect(entries.flatMap((entry) => (entry.kind === 'message' ? [entry.message] : []))).toEqual(messages);
      }),
    );
  });
});
