import { fakeClock } from '@sotto/testkit';
import { UnavailableError } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import { RequestWindow } from './request-window.ts';

const lost = new UnavailableError('unreachable', 'lost');

function newWindow(options: { readonly canTransmit?: () => boolean } = {}) {
  const clock = fakeClock();
  const sent: string[] = [];
  const window = new RequestWindow<string, string>({
    clock,
    timeoutMs: 1_000,
    maxInFlight: 2,
    maxQueued: 3,
    canTransmit: options.canTransmit ?? (() => true),
  });
  const add = (key: string, carrier = 'carrier') =>
    window.add(key, () => {
      sent.push(key);
      return carrier;
    });
  return { clock, sent, window, add };
}

describe('request window', () => {
  it('sends as many as the window holds, and the next when one is answered', async () => {
    const { sent, window, add } = newWindow();
    const answers = ['a', 'b', 'c'].map((key) => add(key));
    expect(sent).toEqual(['a', 'b']);
    expect(window.settle('a', 'answer to a')).toBe(true);
    expect(sent).toEqual(['a', 'b', 'c']);
    expect(await answers[0]).toBe('answer to a');
    expect(window.size).toBe(2);
  });

  it('refuses what the queue cannot hold', async () => {
    const { add } = newWindow();
    const kept = ['a', 'b', 'c', 'd', 'e'].map((key) => add(key));
    await expect(add('f')).rejects.toEqual(expect.objectContaining({ kind: 'limit', code: 'too-many' }));
    expect(kept).toHaveLength(5);
  });

  it('waits for room on the stream', () => {
    let hasRoom = false;
    const { sent, window, add } = newWindow({ canTransmit: () => hasRoom });
    void add('a');
    expect(sent).toEqual([]);
    hasRoom = true;
    window.flush();
    expect(sent).toEqual(['a']);
  });

  it('gives up a request in time, whether it was sent or not, and forgets a late answer', async () => {
    const { clock, window, add } = newWindow();
    const outcomes = ['a', 'b', 'c'].map((key) =>
      expect(add(key)).rejects.toEqual(expect.objectContaining({ code: 'timeout' })),
    );
    clock.advance(1_000);
    await Promise.all(outcomes);
    expect(window.settle('a', 'late')).toBe(false);
    expect([window.size, clock.pendingTimers]).toEqual([0, 0]);
  });

  it('fails what went by one carrier, or everything', async () => {
    const { window, add } = newWindow();
    const first = expect(add('a', 'one')).rejects.toBe(lost);
    const second = add('b', 'two');
    window.fail(lost, 'one');
    await first;
    expect(window.find('b')).toBe(second);
    const rest = expect(second).rejects.toBe(lost);
    window.fail(lost);
    await rest;
  });

  it('fails a request that cannot be sent, with its own reason', async () => {
    const { window } = newWindow();
    const answer = window.add('a', () => {
      throw lost;
    });
    await expect(answer).rejects.toBe(lost);
    expect(window.size).toBe(0);
  });
});
