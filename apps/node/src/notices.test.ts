import { describe, expect, it } from 'vitest';
import { alreadyRunning, greeting, mailboxNotice } from './notices.ts';

const HASH = 'ab'.repeat(32);
const node = {
  origin: 'http://localhost:7700',
  bundle: { version: '0.1.0', hash: HASH },
  services: { mailboxes: ['/ip4/127.0.0.1/tcp/7701/ws/p2p/12D3KooW'], relays: [], stunServers: [] },
} as unknown as Parameters<typeof greeting>[0]['node'];
const usual = { node, folder: '/data/node', host: '127.0.0.1', opens: false, appWasAt: undefined };

describe('what the node says when it is ready', () => {
  it('begins with the address, and says where data is, who can reach it and how to stop it', () => {
    const text = greeting(usual);
    expect(text.split('\n')[0]).toBe('Sotto is at http://localhost:7700');
    expect(text).toContain('/data/node');
    expect(text).toContain('/ip4/127.0.0.1/tcp/7701/ws/p2p/12D3KooW');
    expect(text).toContain('this machine only');
    expect(text).toContain(`0.1.0, fingerprint ${HASH}`);
    expect(text).toContain('Ctrl-C');
    expect(text.endsWith('\n')).toBe(true);
    expect(text).not.toContain('undefined');
  });

  it('says whether a browser opens by itself', () => {
    expect(greeting({ ...usual, opens: true })).toContain('in your browser, now');
    expect(greeting(usual)).toContain('in a browser on this machine');
  });

  it('says that others can reach what listens for them', () => {
    const text = greeting({ ...usual, host: '0.0.0.0' });
    expect(text).not.toContain('this machine only; ');
    expect(text).toContain('0.0.0.0');
  });

  it('says that accounts are not seen when the app had to move', () => {
    expect(greeting({ ...usual, appWasAt: 7_690 })).toContain('http://localhost:7690 is not seen here');
    expect(greeting(usual)).not.toContain('Another program');
  });

  it('names the mailbox when no app is served', () => {
    const text = greeting({ ...usual, node: { ...node, origin: undefined, bundle: undefined } });
    expect(text.split('\n')[0]).toBe('Mailbox at /ip4/127.0.0.1/tcp/7701/ws/p2p/12D3KooW');
    expect(text).not.toMatch(/browser|fingerprint|undefined/);
  });
});

describe('what the node says later', () => {
  it('is what a person can do something about', () => {
    for (const event of ['disk-full', 'disk-recovered', 'storage-failed', 'corrupt-records'] as const) {
      expect(mailboxNotice(event)).toMatch(/disk.*\n$/);
    }
    for (const event of ['started', 'stopping', 'stopped', 'fault'] as const)
      expect(mailboxNotice(event)).toBeUndefined();
  });

  it('leads to the node that runs already', () => {
    expect(alreadyRunning({ origin: 'http://localhost:7710', pid: 4_242 })).toMatch(/localhost:7710.*4242/);
  });
});
