import { formatPeerId } from '@sotto/wire';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { askNode, NO_SERVICES, readServices } from './node-services.ts';

const PEER = formatPeerId(new Uint8Array(32).fill(7));
const OFFER = {
  mailboxes: [`/ip4/127.0.0.1/tcp/1/ws/p2p/${PEER}`],
  relays: [`/ip4/127.0.0.1/tcp/2/ws/p2p/${PEER}`],
  stunServers: ['stun:127.0.0.1:3'],
};
const MALFORMED = expect.objectContaining({ code: 'malformed' });

afterEach(() => vi.unstubAllGlobals());

function answerWith(answer: () => Promise<Response>) {
  const asked = vi.fn(answer);
  vi.stubGlobal('fetch', asked);
  return asked;
}

describe('what the node of a page offers', () => {
  test('is read from the page own origin, and what is absent is not offered', async () => {
    const asked = answerWith(async () => Response.json({ ...OFFER, more: 1 }));
    expect(await askNode()).toEqual(OFFER);
    expect(asked).toHaveBeenCalledWith(
      '/node.json',
      expect.objectContaining({ credentials: 'omit', redirect: 'error' }),
    );
    expect(readServices('{}')).toEqual(NO_SERVICES);
  });

  test('is nothing where no node serves the page', async () => {
    answerWith(async () => new Response('not found', { status: 404 }));
    expect(await askNode()).toEqual(NO_SERVICES);
  });

  test('is an error when it does not answer, not the same as nothing', async () => {
    answerWith(() => Promise.reject(new TypeError('network')));
    await expect(askNode()).rejects.toMatchObject({ code: 'unreachable' });
    answerWith(async () => new Response('', { status: 503 }));
    await expect(askNode()).rejects.toMatchObject({ code: 'unreachable', facts: { status: 503 } });
  });

  test.each([
    ['no JSON', '<!doctype html>'],
    ['no object', 'null'],
    ['a text in place of a list', '{"relays":"x"}'],
    ['an address without a PeerId', '{"relays":["/ip4/127.0.0.1/tcp/2/ws"]}'],
    ['something else in a list', '{"stunServers":[1]}'],
    ['a list without end', JSON.stringify({ mailboxes: Array.from({ length: 100 }, () => '') })],
    ['more than 16,384 characters', JSON.stringify({ more: 'x'.repeat(16_384) })],
  ])('is refused with %s', (_name, text) => {
    expect(() => readServices(text)).toThrow(MALFORMED);
  });
});
