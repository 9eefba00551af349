import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '@sotto/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  chooseNewPassphrase,
  MAX_PASSPHRASE_BYTES,
  obtainPassphrase,
  passphraseFile,
  readPassphraseFile,
} from './passphrase.ts';
import { FakeEnvironment } from './testing/fake-environment.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-passphrase-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(content: string | Uint8Array): Promise<string> {
  const path = join(folder, 'passphrase');
  await writeFile(path, content);
  return path;
}

function terminal(): FakeEnvironment {
  const environment = new FakeEnvironment();
  environment.stdin.isTTY = true;
  environment.stderr.isTTY = true;
  return environment;
}

describe('a passphrase file', () => {
  it.each([
    ['correct horse', 'correct horse'],
    ['correct horse\n', 'correct horse'],
    ['correct horse\r\n', 'correct horse'],
    [' spaces stay \n', ' spaces stay '],
    ['first\nsecond\n', 'first'],
    ['grüße 🐎\n', 'grüße 🐎'],
  ])('gives its first line without the line ending: %j', async (content, expected) => {
    expect(await readPassphraseFile(await file(content))).toBe(expected);
  });

  it('may be as long as allowed and no longer', async () => {
    const longest = 'a'.repeat(MAX_PASSPHRASE_BYTES);
    expect(await readPassphraseFile(await file(`${longest}\r\n`))).toBe(longest);
    await expect(readPassphraseFile(await file(`${longest}a\n`))).rejects.toThrow(UsageError);
    await expect(readPassphraseFile(await file('a'.repeat(100_000)))).rejects.toThrow(UsageError);
  });

  it('is refused when it is missing, empty, a folder or no text', async () => {
    await expect(readPassphraseFile(join(folder, 'missing'))).rejects.toThrow(UsageError);
    await expect(readPassphraseFile(await file(''))).rejects.toThrow(UsageError);
    await expect(readPassphraseFile(await file('\nsecond'))).rejects.toThrow(UsageError);
    await expect(readPassphraseFile(folder)).rejects.toThrow(UsageError);
    await expect(readPassphraseFile(await file(Uint8Array.of(0x61, 0xff, 0x0a)))).rejects.toThrow(UsageError);
  });

  it('is named by option or environment', () => {
    const environment = new FakeEnvironment();
    expect(passphraseFile(undefined, environment)).toBeUndefined();
    environment.variables = { SOTTO_PASSPHRASE_FILE: '/a' };
    expect(passphraseFile(undefined, environment)).toBe('/a');
    expect(passphraseFile('/b', environment)).toBe('/b');
    environment.variables = { SOTTO_PASSPHRASE_FILE: '' };
    expect(passphraseFile(undefined, environment)).toBeUndefined();
  });
});

describe('asking for a passphrase', () => {
  it('never shows what is typed, and leaves raw mode', async () => {
    const environment = terminal();
    const answer = obtainPassphrase(undefined, environment);
    environment.stdin.write('correct hprse\u007f\u007f\u007f\u007forse\r');
    expect(await answer).toBe('correct horse');
    expect(environment.stderr.text).toBe('Passphrase: \n');
    expect(environment.stdout.text).toBe('');
    expect(environment.stdin.rawMode).toBe(false);
  });

  it('is cancelled by Ctrl-C', async () => {
    const environment = terminal();
    const answer = obtainPassphrase(undefined, environment);
    environment.stdin.write('corr\u0003');
    await expect(answer).rejects.toMatchObject({ kind: 'unavailable', code: 'aborted' });
    expect(environment.stdin.rawMode).toBe(false);
  });

  it('is refused without a terminal, and says what to do', async () => {
    await expect(obtainPassphrase(undefined, new FakeEnvironment())).rejects.toMatchObject({
      code: 'invalid-argument',
      hint: expect.stringContaining('--passphrase-file'),
    });
  });

  it('takes a new one twice', async () => {
    const environment = terminal();
    const chosen = chooseNewPassphrase(undefined, environment);
    environment.stdin.write('long enough\r');
    await environment.stderr.until('again: ');
    environment.stdin.write('long enough\r');
    expect(await chosen).toBe('long enough');
  });

  it('refuses a new one that is short or differs', async () => {
    const short = terminal();
    const tooShort = chooseNewPassphrase(undefined, short);
    short.stdin.write('short\r');
    await expect(tooShort).rejects.toThrow(UsageError);

    const environment = terminal();
    const different = chooseNewPassphrase(undefined, environment);
    environment.stdin.write('long enough\r');
    await environment.stderr.until('again: ');
    environment.stdin.write('long enouhg\r');
    await expect(different).rejects.toThrow('differ');
  });
});
