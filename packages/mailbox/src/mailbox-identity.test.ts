import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { signingKeyPair } from '@sotto/crypto';
import { SeededPrng } from '@sotto/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scratchFolder } from '../tests/scratch-folder.ts';
import { openMailboxIdentity } from './mailbox-identity.ts';

const folder = scratchFolder();
const path = join(folder.path, 'identity.key');
afterEach(() => rmSync(folder.path, { recursive: true }));
beforeEach(() => mkdirSync(folder.path, { recursive: true }));

describe('the key of a mailbox', () => {
  it('is made once, for its owner only, and stays the same', () => {
    const made = openMailboxIdentity(folder.path, new SeededPrng(1));
    expect(made.mailboxKey).toEqual(signingKeyPair(made.secretKey).publicKey);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(openMailboxIdentity(folder.path, new SeededPrng(2))).toEqual(made);
    expect(Uint8Array.from(readFileSync(path))).toEqual(made.secretKey);
  });

  it('is refused when others can read it, or when it is no key', () => {
    openMailboxIdentity(folder.path, new SeededPrng(1));
    chmodSync(path, 0o640);
    expect(() => openMailboxIdentity(folder.path, new SeededPrng(1))).toThrow(
      expect.objectContaining({ code: 'invalid-argument' }),
    );
    writeFileSync(path, 'short', { mode: 0o600 });
    chmodSync(path, 0o600);
    expect(() => openMailboxIdentity(folder.path, new SeededPrng(1))).toThrow(
      expect.objectContaining({ code: 'wrong-length' }),
    );
  });

  it('is made although an earlier attempt was killed half-way', () => {
    writeFileSync(`${path}.new`, 'half');
    expect(openMailboxIdentity(folder.path, new SeededPrng(1)).secretKey).toHaveLength(32);
  });
});
