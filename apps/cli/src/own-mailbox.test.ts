import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { foundOwnMailbox, isOwnMailboxFounded, publicAddress, startOwnMailbox } from './own-mailbox.ts';

let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'sotto-own-mailbox-'));
});
afterEach(async () => {
  await rm(home, { recursive: true, force: true });
});

describe('the mailbox of the app itself', () => {
  it('has the same address when it is started again', async () => {
    const founded = await foundOwnMailbox(home);
    const address = publicAddress(founded);
    await founded.stop();
    const again = await startOwnMailbox(home);
    expect(again && publicAddress(again)).toBe(address);
    await again?.stop();
  });

  it('is not started where none was founded, nor a second time beside itself', async () => {
    expect(await startOwnMailbox(home)).toBeUndefined();
    expect(isOwnMailboxFounded(home)).toBe(false);
    const founded = await foundOwnMailbox(home);
    expect(isOwnMailboxFounded(home)).toBe(true);
    expect(await startOwnMailbox(home)).toBeUndefined();
    await founded.stop();
  });

  it('gives out an address that others can reach, and its own device when there is no other', () => {
    const loopback = '/ip4/127.0.0.1/tcp/1/p2p/x';
    const outside = '/ip4/192.0.2.7/tcp/1/p2p/x';
    expect(publicAddress({ addresses: [loopback, outside] as never })).toBe(outside);
    expect(publicAddress({ addresses: [loopback] as never })).toBe(loopback);
  });
});
