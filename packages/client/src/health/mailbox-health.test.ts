/** What is remembered of how mailboxes answer (specs/08 §14), on a clock that the test moves. */
import { FakeClock } from '@sotto/testkit';
import { UnavailableError } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import { MailboxHealth } from './mailbox-health.ts';

const MAILBOX = '/ip4/192.0.2.1/tcp/4100/p2p/12D3KooWExample';
const timeout = new UnavailableError('timeout', 'no answer');

describe('the health of a mailbox', () => {
  it('says since when it can be reached or cannot, not when that was last confirmed', () => {
    const clock = new FakeClock(1_000);
    const health = new MailboxHealth(clock);
    expect(health.sinceMs(MAILBOX, true)).toBeUndefined();
    expect(health.sinceMs(MAILBOX, false)).toBeUndefined();
    health.answered(MAILBOX);
    clock.advance(500);
    health.answered(MAILBOX);
    expect(health.sinceMs(MAILBOX, true)).toBe(1_000);
    expect(health.conduct(MAILBOX)).toEqual({ lastSuccessAtMs: 1_500 });
    clock.advance(500);
    health.lost(MAILBOX);
    clock.advance(500);
    health.failed(MAILBOX, timeout);
    expect(health.sinceMs(MAILBOX, false)).toBe(2_000);
    expect(health.conduct(MAILBOX)).toEqual({ lastSuccessAtMs: 1_500, lastFailure: { code: 'timeout', atMs: 2_500 } });
  });

  it('says nothing of a state that it has not seen: an idle connection may have been closed', () => {
    const health = new MailboxHealth(new FakeClock(1_000));
    health.answered(MAILBOX);
    expect(health.sinceMs(MAILBOX, false)).toBeUndefined();
  });

  it('keeps envelopes apart from reading: a refused one does not make a mailbox unreachable', () => {
    const clock = new FakeClock(1_000);
    const health = new MailboxHealth(clock);
    health.answered(MAILBOX);
    clock.advance(100);
    health.refused(MAILBOX, timeout);
    expect(health.sinceMs(MAILBOX, true)).toBe(1_000);
    health.signed(MAILBOX, 900);
    health.signed(MAILBOX, 700);
    expect(health.lastReceiptAtMs(MAILBOX)).toBe(900);
    expect(health.conduct(MAILBOX)).toMatchObject({ lastSuccessAtMs: 1_100, lastFailure: { code: 'timeout' } });
  });

  it('gives what is not one of our errors no text', () => {
    const health = new MailboxHealth(new FakeClock(1_000));
    health.failed(MAILBOX, new TypeError('secret'));
    expect(health.conduct(MAILBOX).lastFailure).toEqual({ code: 'unexpected', atMs: 1_000 });
  });
});
