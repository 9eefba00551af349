import type { Finding, MessageView, StatusReport } from '@sotto/client';
import { describe, expect, test } from 'vitest';
import { en } from '../i18n/en/catalogue.ts';
import { createTranslator } from '../i18n/translator.ts';
import { findingText } from './finding-text.ts';
import { pathOf } from './path-traffic.ts';

const i18n = createTranslator('en', en);
const status = { mailboxes: [{ address: 'a', reachable: true }] } as unknown as StatusReport;
const finding = (check: string, level: Finding['level']): Finding => ({
  check,
  level,
  message: 'in the words of the client',
});

describe('a finding', () => {
  test('has words of its own for everything that the client says', () => {
    const known: readonly (readonly [string, readonly Finding['level'][]])[] = [
      ['mailboxes', ['ok', 'warning', 'problem']],
      ['outbox', ['ok', 'warning']],
      ['clock', ['ok', 'warning']],
      ['keys', ['ok', 'warning', 'problem']],
      ['recovery words', ['ok', 'warning']],
      ['direct', ['ok']],
    ];
    const texts = known.flatMap(([check, levels]) =>
      levels.map((level) => findingText(finding(check, level), status, i18n).text),
    );
    expect(new Set(texts).size).toBe(texts.length);
    expect(texts).not.toContain(en['doctor.other']);
  });

  test('tells an account without mailboxes from one whose mailboxes are away', () => {
    const none = { mailboxes: [] } as unknown as StatusReport;
    expect(findingText(finding('mailboxes', 'warning'), none, i18n).text).toBe(en['doctor.mailboxes.none']);
  });

  test('of a newer client is shown by its name', () => {
    expect(findingText(finding('weather', 'ok'), status, i18n)).toEqual({ title: 'weather', text: en['doctor.other'] });
    expect(findingText(finding('toString', 'ok'), status, i18n).title).toBe('toString');
  });
});

describe('the path of a message', () => {
  const message = (fields: Partial<MessageView>) =>
    ({ contact: 'c', direction: 'out', state: 'queued', custody: { held: 0, of: 3 }, ...fields }) as MessageView;

  test('is what the client told, and nothing before it told it', () => {
    expect(pathOf(message({}), 'message', true)).toBeUndefined();
    expect(pathOf(message({ state: 'failed' }), 'message-state', true)).toBeUndefined();
    expect(pathOf(message({ state: 'custody', custody: { held: 2, of: 3 } }), 'message-state', false)).toMatchObject({
      way: 'mailboxes',
    });
    expect(pathOf(message({ state: 'delivered' }), 'message-state', true)).toMatchObject({ way: 'direct' });
    expect(pathOf(message({ state: 'delivered', custody: { held: 2, of: 3 } }), 'message-state', true)).toBeUndefined();
    expect(pathOf(message({ direction: 'in' }), 'message', false)).toMatchObject({ direction: 'in', way: 'mailboxes' });
  });
});
