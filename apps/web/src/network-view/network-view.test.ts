import {
  type ContactView,
  FINDINGS,
  type Finding,
  type FindingCheck,
  type MessageView,
  type StatusReport,
} from '@sotto/client';
import { describe, expect, test } from 'vitest';
import { de } from '../i18n/de/catalogue.ts';
import { en } from '../i18n/en/catalogue.ts';
import { createTranslator } from '../i18n/translator.ts';
import { findingText } from './finding-text.ts';
import { momentText } from './moment.ts';
import { layOut } from './path-layout.ts';
import { MAX_CONTACTS, pictureOf } from './path-model.ts';
import { pathOf } from './path-traffic.ts';
import { failureText, waitText } from './reason-text.ts';
import { summaryOf } from './summary.ts';
import { scaleOf, sumOf, trafficBars } from './traffic-bars.ts';

const i18n = createTranslator('en', en);
const FACTS = { reachable: 1, total: 3, quorum: 2, minutes: 12, days: 20, megabytes: 50, open: 1, reserved: 1 };
const WELL = /-(?:ok|empty|waiting|agrees|unknown|confirmed|listening|dial-only|off|untried)$/;

const everyFinding = Object.entries(FINDINGS).flatMap(([check, codes]) =>
  codes.map((code): Finding => ({ check: check as FindingCheck, code, level: 'warning', facts: FACTS })),
);

function status(change: Partial<StatusReport> = {}): StatusReport {
  return { mailboxes: [], relays: [], peers: [], waiting: [], ...change } as unknown as StatusReport;
}

describe.each([createTranslator('en', en), createTranslator('de', de)])('a finding in $language', (translator) => {
  test.each(everyFinding)('$code has words, and a fix unless all is well', (finding) => {
    const { title, text, fix } = findingText(finding, translator);
    expect(`${title} ${text} ${fix ?? ''}`).not.toMatch(/[{}]|undefined|^doctor/);
    expect(fix === undefined).toBe(WELL.test(finding.code));
  });
});

describe('the summary', () => {
  const finding = (code: Finding['code'], level: Finding['level']): Finding => {
    const known = everyFinding.find((one) => one.code === code);
    return known === undefined ? expect.unreachable() : { ...known, level };
  };

  test('says that everything works, and how much is on its way', () => {
    expect(summaryOf([finding('clock-agrees', 'ok')], status(), i18n)).toEqual({
      level: 'ok',
      text: 'Everything works.',
    });
    expect(summaryOf([finding('mailboxes-untried', 'ok')], status(), i18n).text).toBe('Connecting …');
    const waiting = [{ reason: 'not-tried' as const, count: 2 }];
    expect(summaryOf([], status({ waiting }), i18n).text).toContain('2 messages');
  });

  test('names what does not work, and counts what only wants a look', () => {
    const look = finding('words-kept', 'warning');
    expect(summaryOf([look, look], status(), i18n)).toMatchObject({
      level: 'warning',
      text: expect.stringContaining('2 things'),
    });
    expect(summaryOf([look, finding('mailboxes-unreachable', 'problem')], status(), i18n)).toEqual({
      level: 'problem',
      text: en['doctor.mailboxes-unreachable'],
    });
  });
});

describe('the picture', () => {
  const contact = (id: string, change: Partial<ContactView> = {}) =>
    ({ id, name: `Name of ${id}`, status: 'contact', ...change }) as ContactView;
  const many = Array.from({ length: 9 }, (_, i) => contact(`c${i}`));

  test('shows who is connected before others, counts the rest, and says all of it in words', () => {
    const peers: StatusReport['peers'] = [{ peerId: 'p', contact: 'c8', path: 'webrtc', sinceMs: 0, roundTripMs: 7.6 }];
    const mailboxes = [{ address: 'a', reachable: false, held: 0 }];
    const { contacts, more, mailboxes: shown } = pictureOf(status({ peers, mailboxes }), many, i18n);
    expect(contacts).toHaveLength(MAX_CONTACTS);
    expect(more).toBe(3);
    expect(contacts[0]).toMatchObject({ id: 'c8', isOpen: true, path: 'webrtc', label: 'WebRTC · 8 ms' });
    expect(contacts[0]?.text).toMatch(/^Name of c8: connected directly, .*WebRTC/);
    expect(contacts[1]).toMatchObject({ isOpen: false, text: 'Name of c0: reached through mailboxes' });
    expect(shown[0]).toMatchObject({ isOpen: false, text: 'Mailbox 1: cannot be reached' });
  });

  test('leaves out strangers and whoever is blocked', () => {
    const others = [contact('r', { status: 'request' }), contact('b', { status: 'blocked' })];
    expect(pictureOf(status(), others, i18n).contacts).toEqual([]);
  });

  test.each([320, 519, 520, 960])('has every point in it at %i pixels, none on another', (width) => {
    for (const [mailboxes, relays, contacts] of [
      [0, 0, 0],
      [1, 0, 1],
      [3, 1, 6],
      [6, 3, 6],
    ] as const) {
      const { height, you, ...points } = layOut({ width, mailboxes, relays, contacts });
      const all = [you, ...points.mailboxes, ...points.relays, ...points.contacts];
      expect(all).toHaveLength(1 + mailboxes + relays + contacts);
      for (const { x, y } of all) {
        expect(x).toBeGreaterThanOrEqual(36);
        expect(x).toBeLessThanOrEqual(width - 36);
        expect(y).toBeGreaterThanOrEqual(20);
        expect(y).toBeLessThanOrEqual(height - 26);
      }
      for (const [i, a] of all.entries()) {
        for (const b of all.slice(i + 1)) expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(52);
      }
    }
  });
});

describe('the chart of traffic', () => {
  const HOUR_MS = 3_600_000;
  const quiet = { bytesIn: 0, bytesOut: 0 };
  const hour = (index: number, direct: number, mailbox: number) => ({
    startMs: index * HOUR_MS,
    paths: {
      direct: { bytesIn: direct, bytesOut: 1 },
      webrtc: { bytesIn: 5, bytesOut: 0 },
      relayed: quiet,
      mailbox: { bytesIn: mailbox, bytesOut: 0 },
    },
  });

  test('tells straight paths from others, and hours that were not measured from quiet ones', () => {
    const bars = trafficBars({ sinceMs: 1.5 * HOUR_MS, hours: [hour(0, 0, 0), hour(1, 10, 20), hour(2, 1, 0)] });
    expect(bars.map(({ isMeasured }) => isMeasured)).toEqual([false, true, true]);
    expect(bars[1]).toMatchObject({ received: { straight: 15, indirect: 20 }, sent: { straight: 1, indirect: 0 } });
    expect(sumOf(bars, 'received')).toBe(5 + 35 + 6);
  });

  test('has a round scale above every bar', () => {
    const scale = (bytes: number) => scaleOf(trafficBars({ sinceMs: 0, hours: [hour(0, bytes - 5, 0)] }));
    expect([0, 900, 1_001, 4_999, 5_001, 123_456].map(scale)).toEqual([1_000, 1_000, 1_500, 5_000, 6_000, 150_000]);
  });
});

test('a reason that has no words is shown by its code', () => {
  expect(failureText('unreachable', i18n)).toBe('No answer');
  expect(failureText('quota', i18n)).toBe(en['problem.quota']);
  expect(failureText('toString', i18n)).toBe('toString');
  expect(waitText({ reason: 'no-keys' }, i18n)).toBe(en['network.wait.no-keys']);
  expect(waitText({ reason: 'not-in-custody', failure: 'timeout' }, i18n)).toBe('No answer in time');
});

test('a moment has its day when that was not in the last 24 hours', () => {
  const nowMs = Date.UTC(2026, 10, 21, 12);
  expect(momentText(nowMs - 60_000, nowMs, i18n)).toBe(i18n.time(nowMs - 60_000));
  expect(momentText(nowMs - 86_400_000, nowMs, i18n)).toBe(i18n.dateTime(nowMs - 86_400_000));
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
