/**
 * The key of a mailbox (specs/06 §2): its PeerId, and what its custody receipts are signed with. 32 bytes in the folder
 * of the mailbox, for its owner's eyes only, made once.
 */
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { signingKeyPair } from '@sotto/crypto';
import type { Random } from '@sotto/ports';
import { DecodeError, UsageError } from '@sotto/wire';
import { syncFolder } from './folder.ts';

const SEED_BYTES = 32;
const OTHERS_MASK = 0o077;

export interface MailboxIdentity {
  /** Ed25519 public key, 32 bytes. */
  readonly mailboxKey: Uint8Array;
  /** Ed25519 seed, 32 bytes. */
  readonly secretKey: Uint8Array;
}

/**
 * Reads the key of the folder, making it first when there is none.
 * @throws {DecodeError} `wrong-length` when the file is not a key
 * @throws {UsageError} `invalid-argument` when others can read the file
 */
export function openMailboxIdentity(folder: string, random: Random): MailboxIdentity {
  const path = join(folder, 'identity.key');
  if (!statSync(path, { throwIfNoEntry: false })) createSeed(path, random);
  if (process.platform !== 'win32' && (statSync(path).mode & OTHERS_MASK) !== 0) {
    throw new UsageError('invalid-argument', 'others can read the key of this mailbox', {
      hint: `Run chmod 600 ${path}, and think about whether somebody has read it.`,
    });
  }
  const secretKey = Uint8Array.from(readFileSync(path));
  if (secretKey.length !== SEED_BYTES) throw new DecodeError('wrong-length', 'identity.key is not a mailbox key');
  return { mailboxKey: signingKeyPair(secretKey).publicKey, secretKey };
}

/** Whole or not there at all, whenever the process is killed. */
function createSeed(path: string, random: Random): void {
  const draft = `${path}.new`;
  rmSync(draft, { force: true });
  const file = openSync(draft, 'wx', 0o600);
  try {
    writeSync(file, random.bytes(SEED_BYTES));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  linkSync(draft, path);
  rmSync(draft);
  syncFolder(dirname(path));
}
