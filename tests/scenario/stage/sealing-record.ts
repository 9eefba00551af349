/**
 * Loaded before the program of a device: writes down every sealing of this process, so that a story can tell whether
 * two different texts were ever sealed under the same key and nonce (attack B8). A line is written before the sealed
 * bytes are handed out, so a kill does not hide it.
 *
 * SOTTO_STORY_SEALINGS: the file to append to; one `SealingLine` in JSON a line.
 */
import crypto, { type CipherGCM, createHash, KeyObject } from 'node:crypto';
import { openSync, writeSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import process from 'node:process';

export interface SealingLine {
  /** Hash of key and nonce. */
  readonly key: string;
  /** The authentication tag, 16 bytes in hexadecimal: it names the sealed bytes. */
  readonly tag: string;
  /** Tags of earlier sealings that lie inside the text that was sealed: an introduction holds its first message. */
  readonly inside: readonly string[];
}

/** How many sealings back an inner one can lie. */
const REMEMBERED = 8;

const path = process.env['SOTTO_STORY_SEALINGS'];
const file = path === undefined ? undefined : openSync(path, 'a', 0o600);
const recent: Buffer[] = [];

function bytesOf(key: unknown): Buffer {
  return key instanceof KeyObject ? key.export() : Buffer.from(key as Uint8Array);
}

function record(key: string, tag: Buffer, text: Buffer): void {
  const inside = recent.filter((earlier) => text.includes(earlier)).map((earlier) => earlier.toString('hex'));
  const line: SealingLine = { key, tag: tag.toString('hex'), inside };
  if (file !== undefined) writeSync(file, `${JSON.stringify(line)}\n`);
  recent.push(tag);
  if (recent.length > REMEMBERED) recent.shift();
}

function recordSealings(cipher: CipherGCM, key: string): CipherGCM {
  const parts: Buffer[] = [];
  const update = cipher.update.bind(cipher) as (...args: unknown[]) => Buffer;
  const getAuthTag = cipher.getAuthTag.bind(cipher);
  cipher.update = ((data: Uint8Array, ...rest: unknown[]) => {
    parts.push(Buffer.from(data));
    return update(data, ...rest);
  }) as typeof cipher.update;
  cipher.getAuthTag = () => {
    const tag = getAuthTag();
    record(key, tag, Buffer.concat(parts));
    return tag;
  };
  return cipher;
}

const createCipheriv = crypto.createCipheriv as (...args: unknown[]) => CipherGCM;
crypto.createCipheriv = ((algorithm: string, key: unknown, nonce: Uint8Array, ...rest: unknown[]) => {
  const cipher = createCipheriv(algorithm, key, nonce, ...rest);
  if (algorithm !== 'chacha20-poly1305') return cipher;
  const name = createHash('sha256').update(bytesOf(key)).update(nonce).digest('hex');
  return recordSealings(cipher, name);
}) as typeof crypto.createCipheriv;
syncBuiltinESMExports();
