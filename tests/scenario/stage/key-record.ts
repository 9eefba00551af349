/**
 * Loaded before a program of a story: writes down every symmetric key that this process seals or opens with, so that a
 * story can look for them where they must not be (attack B6).
 *
 * SOTTO_STORY_KEYS: the file to append to; one key in hexadecimal a line.
 */
import crypto, { KeyObject } from 'node:crypto';
import { openSync, writeSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import process from 'node:process';

type Create = (algorithm: string, key: unknown, ...rest: unknown[]) => unknown;

const path = process.env['SOTTO_STORY_KEYS'];
const file = path === undefined ? undefined : openSync(path, 'a', 0o600);
const seen = new Set<string>();

function record(key: unknown): void {
  const bytes = key instanceof KeyObject ? key.export() : Buffer.from(key as Uint8Array);
  const text = bytes.toString('hex');
  if (file === undefined || seen.has(text)) return;
  seen.add(text);
  writeSync(file, `${text}\n`);
}

function recorded(original: Create): Create {
  return (algorithm, key, ...rest) => {
    record(key);
    return original(algorithm, key, ...rest);
  };
}

crypto.createCipheriv = recorded(crypto.createCipheriv as Create) as typeof crypto.createCipheriv;
crypto.createDecipheriv = recorded(crypto.createDecipheriv as Create) as typeof crypto.createDecipheriv;
syncBuiltinESMExports();
