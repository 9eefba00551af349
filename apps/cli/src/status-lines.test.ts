import type { StatusReport } from '@sotto/client';
import { describe, expect, it } from 'vitest';
import { agoText, bytesText, statusLines } from './status-lines.ts';
import { FakeClient, START_MS } from './testing/fake-client.ts';

const MINUTE_MS = 60_000;
const CONTEXT = { nowMs: START_MS, nameOf: (contact: string) => (contact === 'sotto1grace' ? 'Grace' : undefined) };

function lines(change: Partial<StatusReport> = {}): readonly string[] {
  const status = { ...new FakeClient().statusReport, ...change };
  return statusLines(status, CONTEXT).map(({ label, text }) => `${label}: ${text}`);
}

function mailbox(reachable: boolean, more: Partial<StatusReport['mailboxes'][number]> = {}) {
  return { address: '/ip4/192.0.2.1/tcp/1', reachable, held: 0, ...more };
}

describe('the status in words', () => {
  it('begins with a sentence that says whether everything works', () => {
    expect(lines()[0]).toBe('summary: No mailbox: people can write to you only while you are connected.');
    expect(lines({ mailboxes: [mailbox(true)] })[0]).toBe('summary: Everything works; nothing waits.');
    expect(lines({ mailboxes: [mailbox(true), mailbox(false)] })[0]).toContain('1 of 2 mailboxes');
    expect(lines({ mailboxes: [mailbox(false, { sinceMs: START_MS })] })[0]).toContain('No mailbox can be reached');
    expect(lines({ mailboxes: [mailbox(false)] })[0]).toBe('summary: Not connected: the mailboxes were not tried.');
    const waiting = [{ reason: 'not-tried' as const, count: 3 }];
    expect(lines({ mailboxes: [mailbox(true)], waiting })[0]).toBe('summary: Everything works; 3 waiting to be sent.');
  });

  it('says of a mailbox what is known of it, and nothing else', () => {
    const known = mailbox(true, {
      sinceMs: START_MS - 3 * MINUTE_MS,
      roundTripMs: 12.4,
      held: 2,
      lastReceiptAtMs: START_MS - 20_000,
    });
    expect(lines({ mailboxes: [known] })).toContain(
      'mailbox: reachable: /ip4/192.0.2.1/tcp/1 (for 3 min, 12 ms, holds 2 of yours, signed last 20 s ago)',
    );
    expect(lines({ mailboxes: [mailbox(true)] })).toContain('mailbox: reachable: /ip4/192.0.2.1/tcp/1');
    const away = mailbox(false, { lastFailure: { code: 'unreachable', atMs: START_MS } });
    expect(lines({ mailboxes: [away] })).toContain('mailbox: unreachable: /ip4/192.0.2.1/tcp/1 (no answer)');
  });

  it('names a mailbox of a contact that holds mail, and ours only once', () => {
    const custodians = [
      { address: '/ip4/192.0.2.1/tcp/1', held: 1 },
      { address: '/ip4/192.0.2.9/tcp/1', held: 4 },
    ];
    const told = lines({ mailboxes: [mailbox(true, { held: 1 })], custodians });
    expect(told.filter((line) => line.startsWith('custody'))).toEqual([
      'custody: holds 4 of yours: /ip4/192.0.2.9/tcp/1',
    ]);
  });

  it('names who is directly connected, how, and since when', () => {
    const peers: StatusReport['peers'] = [
      { peerId: '12D3', contact: 'sotto1grace', path: 'webrtc', sinceMs: START_MS - 90_000, roundTripMs: 8 },
      { peerId: '12D4', path: 'tcp', sinceMs: START_MS },
    ];
    const told = lines({ peers, directPeers: 2 });
    expect(told).toContain('direct: Grace: WebRTC, for 1 min, 8 ms');
    expect(told).toContain('direct: 12D4: TCP, for 0 s');
  });

  it('says that direct connections are off by choice, and that all is well, unless there is no mailbox either', () => {
    const told = lines({ mailboxes: [mailbox(true)], mailboxesOnly: true });
    expect(told[0]).toBe('summary: Everything works; nothing waits.');
    expect(told).toContain('direct: off, as you chose: messages go through mailboxes');
    expect(lines({ mailboxesOnly: true })[0]).toBe(
      'summary: No mailbox, and direct connections are off: nobody can write to you.',
    );
  });

  it('gives each reason for waiting its words', () => {
    const waiting: StatusReport['waiting'] = [
      { reason: 'not-in-custody', failure: 'unreachable', count: 2, oldestAtMs: START_MS - 11 * MINUTE_MS },
      { reason: 'no-keys', count: 1 },
    ];
    expect(lines({ waiting }).filter((line) => line.startsWith('waiting'))).toEqual([
      'waiting: 2: no mailbox could be reached, for 11 min',
      'waiting: 1: no keys of the contact yet',
    ]);
  });

  it('says of the clock only what receipts have shown', () => {
    expect(lines()).toContainEqual(expect.stringMatching(/^clock: not compared yet/));
    const clockSource = { kind: 'receipts', samples: 5, mailboxes: 2 } as const;
    expect(lines({ clockSource })).toContain('clock: agrees with the mailboxes (receipts of 2 mailboxes)');
    expect(lines({ clockSource, clockSkewMs: -7 * MINUTE_MS })).toContainEqual(
      expect.stringMatching(/^clock: 7 min ahead of the mailboxes/),
    );
  });

  it('adds traffic up, in units that a person reads', () => {
    const quiet = { bytesIn: 0, bytesOut: 0 };
    const paths = { direct: { bytesIn: 1_500, bytesOut: 10 }, webrtc: quiet, relayed: quiet, mailbox: quiet };
    const hours = [
      { startMs: 0, paths },
      { startMs: 1, paths },
    ];
    expect(lines({ traffic: { sinceMs: 0, hours } })).toContainEqual(expect.stringContaining('3.0 kB in, 20 B out'));
    expect([999, 1_000, 12_345, 5e6, 7e9].map(bytesText)).toEqual(['999 B', '1.0 kB', '12 kB', '5.0 MB', '7.0 GB']);
    expect([-5, 59_000, 61_000, 3_600_000, 172_800_000].map(agoText)).toEqual([
      '0 s',
      '59 s',
      '1 min',
      '1 h',
      '2 days',
    ]);
  });
});
