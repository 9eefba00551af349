import type { MessageInfo, MessageView } from '@sotto/client';
import { describe, expect, it } from 'vitest';
import { messageInfoLines } from './message-info-lines.ts';
import { FakeClient } from './testing/fake-client.ts';

const DEVICE = 'a1b2c3d4e5f60718a1b2c3d4e5f60718';
const noon = new Date(2025, 5, 3, 12, 0).getTime();
const DAY_MS = 86_400_000;

function infoOf(change: Partial<MessageView>, more: Partial<MessageInfo> = {}): MessageInfo {
  const client = new FakeClient();
  const message = client.put(client.know('Grace'), 'at nine', { sentAtMs: noon, direction: 'out', ...change });
  return { message, storedAtMs: noon, devices: [], ...more };
}

function linesOf(info: MessageInfo, name = 'Grace'): string[] {
  return messageInfoLines(info, { nowMs: noon, name }).map(({ label, text }) => `${label}: ${text}`);
}

describe('what is known of a message', () => {
  it('of ours is what every device and mailbox has done, and until when', () => {
    const lines = linesOf(
      infoOf(
        { state: 'custody', custody: { held: 1, of: 2 } },
        {
          devices: [
            {
              device: DEVICE,
              status: 'custody',
              attempts: 2,
              custody: [
                { mailbox: '/ip4/192.0.2.1/tcp/1', untilMs: noon + 7 * DAY_MS },
                { mailbox: '/ip4/192.0.2.2/tcp/1', untilMs: noon - DAY_MS },
              ],
            },
            { device: 'ffff0000', status: 'delivered', attempts: 1, custody: [] },
            { device: 'eeee0000', status: 'expired', attempts: 1, failure: 'expired', custody: [] },
          ],
        },
      ),
    );
    expect(lines).toEqual([
      'to: Grace',
      'message: at nine',
      'state: ◔ in custody 1/2',
      ': Mailboxes have signed that they hold it for Grace.',
      'device: a1b2c3d4  held for it by mailboxes (2 attempts)',
      '  receipt: signed receipt, held until Tuesday 10 June 12:00\n/ip4/192.0.2.1/tcp/1',
      '  receipt: signed receipt, held until yesterday 12:00: over\n/ip4/192.0.2.2/tcp/1',
      'device: ffff0000  has proved that it stored it (1 attempt)',
      'device: eeee0000  not fetched in time: expired (1 attempt)',
      'written: today 12:00',
      'stored: today 12:00, on this device',
      'id: m1',
    ]);
  });

  it('says why it waits or failed, and when it is tried next', () => {
    const pending = { device: DEVICE, status: 'pending', attempts: 0, custody: [] } as const;
    const waiting = infoOf({ state: 'queued', waits: { reason: 'not-tried' } }, { devices: [pending] });
    expect(linesOf(waiting)).toContain('device: a1b2c3d4  waits (not tried yet)');
    const tried = { ...pending, attempts: 3, failure: 'unreachable', nextAttemptAtMs: noon + DAY_MS };
    expect(linesOf(infoOf({ state: 'queued' }, { devices: [tried] }))).toContain(
      'device: a1b2c3d4  waits: no mailbox could be reached, next attempt tomorrow 12:00 (3 attempts)',
    );
    const failed = infoOf(
      { state: 'failed', failure: 'quota' },
      { devices: [{ ...pending, status: 'failed', failure: 'quota', attempts: 1 }] },
    );
    expect(linesOf(failed)).toEqual(
      expect.arrayContaining([
        'state: ! failed: the mailboxes have no room for it',
        'device: a1b2c3d4  failed: the mailboxes have no room for it (1 attempt)',
      ]),
    );
    expect(messageInfoLines(failed, { nowMs: noon, name: 'Grace' }).filter(({ tone }) => tone === 'bad')).toHaveLength(
      2,
    );
  });

  it('says that evidence is not kept for good', () => {
    expect(linesOf(infoOf({ state: 'read' }))).toContain('device: What proves it was kept for a week.');
    expect(linesOf(infoOf({ state: 'queued' })).join()).not.toContain('a week');
  });

  it('has the earlier versions, the newest of them first, who reacted, and what it answers', () => {
    const lines = linesOf(
      infoOf(
        {
          direction: 'in',
          state: 'delivered',
          edited: { atMs: noon, earlier: ['at seven', 'at eight'] },
          reactions: [
            { emoji: '👍', isOurs: true, isTheirs: true },
            { emoji: '🎉', isOurs: false, isTheirs: true },
          ],
          reply: { id: 'm0', state: 'here', text: 'when?' },
          expiresAtMs: noon + DAY_MS,
        },
        { from: { device: DEVICE, sequence: 7 } },
      ),
    );
    expect(lines).toEqual([
      'by: Grace',
      'message: at nine',
      'answers: ↱ when?',
      'earlier: at eight',
      'earlier: at seven',
      'reaction: 👍 you and Grace',
      'reaction: 🎉 Grace',
      'written: today 12:00, by the clock of Grace',
      'stored: today 12:00, on this device',
      'edited: 2 times, last today 12:00',
      'expires: tomorrow 12:00, if nobody looks before',
      'from: device a1b2c3d4, where it is number 7',
      'id: m1',
    ]);
  });

  it('G2: holds nothing that acts on a terminal, whoever wrote it', () => {
    const hostile = 'x\u001b]52;c;AAAA\u0007\u202ey\u009b2J';
    const lines = linesOf(
      infoOf(
        {
          id: hostile,
          text: hostile,
          state: 'failed',
          failure: hostile,
          edited: { atMs: noon, earlier: [hostile] },
          reactions: [{ emoji: hostile, isOurs: false, isTheirs: true }],
          reply: { id: hostile, state: 'here', text: hostile },
        },
        {
          devices: [
            {
              device: hostile,
              status: 'failed',
              failure: hostile,
              attempts: 1,
              custody: [{ mailbox: hostile, untilMs: Number.NaN }],
            },
          ],
          from: { device: hostile, sequence: 1 },
        },
      ),
      hostile,
    );
    expect(lines).toHaveLength(14);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not reach a terminal
    expect(lines.join('\n')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  });
});
