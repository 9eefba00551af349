import type { ContactView, MessageView } from '@sotto/client';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeClient } from '../testing/fake-client.ts';
import { type ConversationRowsInput, conversationRows } from './conversation-rows.ts';
import { widthOf } from './wrap.ts';

const client = new FakeClient();
const grace = client.know('Grace');
const noon = new Date(2025, 5, 3, 12, 0).getTime();

function message(text: string, change: Partial<MessageView> = {}): MessageView {
  return client.put(grace, text, { sentAtMs: noon, ...change });
}

function lines(messages: readonly MessageView[], change: Partial<ConversationRowsInput> = {}): string[] {
  const input = { contact: grace, messages, complete: true, notices: [], columns: 40, nowMs: noon, ...change };
  return conversationRows(input).map(({ spans }) => spans.map(({ text }) => text).join(''));
}

describe('the rows of a conversation', () => {
  it('show the day, who speaks and what was said', () => {
    expect(lines([message('Hello,\nAda!')])).toEqual(['              ── Today ──', 'Grace  12:00', '▎Hello,', '▎Ada!']);
  });

  it('put own messages to the right with what became of them in words', () => {
    const shown = lines([message('Yes', { direction: 'out', state: 'custody', custody: { held: 2, of: 3 } })]);
    expect(shown.slice(1)).toEqual([`${' '.repeat(35)}Yes ▐`, `${' '.repeat(16)}12:00 ◔ in custody 2/3 ▐`]);
    expect(shown.every((line) => widthOf(line) <= 40)).toBe(true);
  });

  it('keep own text in the window of a terminal that draws joined emoji wider', () => {
    const [, first = ''] = lines([message('👩🏽‍🚀👩🏽‍🚀👩🏽‍🚀 up', { direction: 'out' })]);
    expect(first).toContain('👩🏽‍🚀👩🏽‍🚀👩🏽‍🚀 up');
    expect(widthOf(first)).toBe(40 - 3 * 4);
  });

  it('say why a message failed and what to press', () => {
    const shown = lines([message('x', { direction: 'out', state: 'failed', failure: 'quota' })]).join('\n');
    expect(shown).toContain('! failed: the mailboxes');
    expect(shown).toContain('Ctrl-R sends it again');
  });

  it('name the speaker again after a while and after an answer', () => {
    const count = (shown: string[]) => shown.filter((line) => line.startsWith('Grace')).length;
    expect(count(lines([message('a'), message('b', { sentAtMs: noon + 60_000 })]))).toBe(1);
    expect(count(lines([message('a'), message('b', { sentAtMs: noon + 600_000 })]))).toBe(2);
    expect(count(lines([message('a'), message('b', { direction: 'out' }), message('c')]))).toBe(2);
  });

  it('separate the days', () => {
    const shown = lines([message('a', { sentAtMs: noon - 86_400_000 }), message('b')]);
    expect(shown.filter((line) => line.includes('──')).map((line) => line.trim())).toEqual([
      '── Yesterday ──',
      '── Today ──',
    ]);
  });

  it('B10: say that messages are missing', () => {
    const missing = (count: number): ContactView => ({ ...grace, missing: count });
    expect(lines([], { contact: missing(1) })).toEqual(['⋯ 1 message missing, fetching']);
    expect(lines([], { contact: missing(3) })).toEqual(['⋯ 3 messages missing, fetching']);
  });

  it('C1: show where in the conversation a device was added, on its own day', () => {
    const before = message('before', { sentAtMs: noon });
    const added = client.notice(grace, 'device-added');
    const after = message('after', { sentAtMs: noon });
    const notice = { ...added, atMs: noon };
    const shown = lines([before, after], { notices: [notice] });
    const at = (text: string) => shown.findIndex((line) => line.includes(text));
    expect(shown[at('A new device')]).toMatch(/^▲ 12:00 A new device/);
    expect(at('before')).toBeLessThan(at('A new device'));
    expect(at('A new device')).toBeLessThan(at('after'));
    expect(shown.filter((line) => line.startsWith('Grace'))).toHaveLength(2);
    expect(lines([after], { notices: [notice], complete: false }).join()).not.toContain('A new device');
    expect(lines([], { notices: [notice] })[0]).toContain('Today');
  });

  it('say that there is more above', () => {
    expect(lines([message('a')], { complete: false })[0]).toContain('older messages');
  });

  it('have keys that stay the same when older and newer messages come', () => {
    const messages = Array.from({ length: 5 }, (_, i) => message(`m${i}`, { sentAtMs: noon + i * 3_600_000 }));
    const keysOf = (part: readonly MessageView[]) =>
      conversationRows({ contact: grace, messages: part, complete: true, notices: [], columns: 40, nowMs: noon }).map(
        ({ key }) => key,
      );
    const all = new Set(keysOf(messages));
    expect(all.size).toBe(keysOf(messages).length);
    for (const key of keysOf(messages.slice(2, 4)).filter((name) => !name.endsWith('day'))) expect(all).toContain(key);
  });

  it('G2: hold no control character and are never wider than the pane', () => {
    const text = fc.string({ unit: 'binary', maxLength: 80 });
    fc.assert(
      fc.property(text, text, fc.boolean(), fc.integer({ min: 20, max: 100 }), (said, name, out, columns) => {
        const contact = { ...grace, name };
        const shown = lines([message(said, { direction: out ? 'out' : 'in', state: 'queued' })], { contact, columns });
        for (const line of shown) {
          // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not reach a terminal
          expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
          expect(widthOf(line)).toBeLessThanOrEqual(columns);
        }
      }),
      { numRuns: 300 },
    );
  });
});
