import { asAccountId, asDeviceId, create, type OneTimePrekey, OneTimePrekeySchema, RefusalCode } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import type { DirectoryService, Refused, Requester } from '../src/index.ts';
import { random, startNetwork } from './fixtures.ts';
import { startMailbox } from './mailbox-fixtures.ts';

const device = { accountId: asAccountId(new Uint8Array(32).fill(1)), deviceId: asDeviceId(new Uint8Array(16).fill(2)) };

function refused(code: RefusalCode): Refused {
  return { kind: 'refused', code };
}

/** Knows what was published last, whoever asks. */
function memoryDirectory(requesters: Requester[]): DirectoryService {
  let entry: { readonly accountLog: Uint8Array; readonly bundles: readonly Uint8Array[] } | undefined;
  const prekeys: OneTimePrekey[] = [];
  return {
    async publish(requester, request) {
      requesters.push(requester);
      if (entry !== undefined) return refused(RefusalCode.STALE);
      entry = request;
      return { kind: 'published' };
    },
    lookUp: async () => (entry === undefined ? refused(RefusalCode.NOT_FOUND) : { kind: 'found', ...entry }),
    async upload(_, request) {
      prekeys.push(...request.prekeys);
      return { kind: 'published' };
    },
    async take() {
      const prekey = prekeys.shift();
      return prekey === undefined ? refused(RefusalCode.RATE) : { kind: 'taken', prekey };
    },
    count: async () => ({ kind: 'count', remaining: prekeys.length }),
  };
}

describe('directory', () => {
  it('publishes, finds, and hands out one-time prekeys one at a time', async () => {
    const requesters: Requester[] = [];
    const mailbox = await startMailbox({ directory: memoryDirectory(requesters) });
    const { directory } = await startNetwork({ listen: undefined });
    const entry = { accountLog: random.bytes(100_000), bundles: [random.bytes(16_000), random.bytes(16_000)] };
    expect(await directory.lookUp(mailbox.address, device.accountId)).toBeUndefined();
    await directory.publish(mailbox.address, entry);
    expect(await directory.lookUp(mailbox.address, device.accountId)).toEqual(entry);
    await expect(directory.publish(mailbox.address, entry)).rejects.toEqual(
      expect.objectContaining({ kind: 'unavailable', code: 'refused', facts: { reason: 'stale' } }),
    );

    const prekey = create(OneTimePrekeySchema, {});
    await directory.uploadOneTimePrekeys(mailbox.address, {
      ...device,
      prekeys: [prekey],
      signature: random.bytes(64),
    });
    expect(await directory.countOneTimePrekeys(mailbox.address, device)).toBe(1);
    expect(await directory.takeOneTimePrekey(mailbox.address, device)).toEqual(prekey);
    expect(await directory.takeOneTimePrekey(mailbox.address, device)).toBeUndefined();
    expect(requesters[0]?.remoteAddress).toBe('127.0.0.1');
  });
});
