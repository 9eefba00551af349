import { execFileSync } from 'node:child_process';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Environment } from './environment.ts';
import { readFileStart } from './file-start.ts';
import { obtainRecoveryWords } from './recovery-input.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-file-start-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('the start of a file', () => {
  it('is as much of it as was asked for', async () => {
    const path = join(folder, 'file');
    await writeFile(path, 'one\ntwo\n');
    const text = async (options: Parameters<typeof readFileStart>[1]) =>
      new TextDecoder().decode(await readFileStart(path, options));
    expect(await text({ maxBytes: 100 })).toBe('one\ntwo\n');
    expect(await text({ maxBytes: 5 })).toBe('one\nt');
    await expect(readFileStart(join(folder, 'none'), { maxBytes: 1 })).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it.skipIf(process.platform === 'win32')('comes from a pipe in parts, recovery words too', async () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    const words = obtainRecoveryWords(path, {} as Environment);
    const pipe = await open(path, 'w');
    await pipe.write('one two ');
    await pipe.write('three');
    await pipe.close();
    expect(await words).toBe('one two three');
  });

  it.skipIf(process.platform === 'win32')('waits for nothing behind the byte where it ends', async () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    const line = readFileStart(path, { maxBytes: 100, until: 0x0a });
    const pipe = await open(path, 'w');
    await pipe.write('one\n');
    expect(new TextDecoder().decode(await line)).toBe('one\n');
    await pipe.close();
  });
});
