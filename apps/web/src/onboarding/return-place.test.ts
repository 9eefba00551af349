import { describe, expect, test } from 'vitest';
import { readPlace } from './return-place.ts';

const MAILBOX = '/ip4/192.0.2.1/tcp/4001/p2p/12D3KooWLiEiRm1tKM5Did8PAGt9o8o1oth7rXN5Q5eWfvvbZPw7';

describe('where to ask for an account', () => {
  test('is a link, an address, nothing, or something else', () => {
    expect(readPlace('  ')).toEqual({ kind: 'none' });
    expect(readPlace(' SOTTO:AB\n CD ')).toEqual({ kind: 'link', link: 'SOTTO:ABCD' });
    expect(readPlace(` ${MAILBOX}\n`)).toEqual({ kind: 'mailbox', mailbox: MAILBOX });
    for (const text of ['mail.example.org', '/ip4/192.0.2.1', 'https://example.org']) {
      expect(readPlace(text)).toEqual({ kind: 'neither' });
    }
  });
});
