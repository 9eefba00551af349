import { chmod, mkdir, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  deletePrivateFile,
  ensurePrivateFile,
  ensurePrivateFolder,
  readPrivateFile,
  writePrivateFile,
} from './private-file.ts';
import { type ScratchFolder, scratchFolder } from './testing/scratch-store.ts';

async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777;
}

describe('private files', () => {
  let folder: ScratchFolder;
  beforeEach(async () => {
    folder = await scratchFolder();
  });
  afterEach(() => folder.remove());

  test('are written whole, for their owner only, and replace what was there', async () => {
    const path = join(folder.path, 'vault.json');
    await writeFile(path, 'old', { mode: 0o644 });
    await writePrivateFile(path, 'new');
    expect(await readPrivateFile(path, 100)).toBe('new');
    expect(await modeOf(path)).toBe(0o600);
    expect(await readdir(folder.path)).toEqual(['vault.json']);
  });

  test('replace what a crash left half-written', async () => {
    const path = join(folder.path, 'vault.json');
    await writePrivateFile(path, 'old');
    await writeFile(`${path}.next`, 'half of something much longer than the new te');
    expect(await readPrivateFile(path, 100)).toBe('old');
    await writePrivateFile(path, 'new');
    expect(await readPrivateFile(path, 100)).toBe('new');
  });

  test('a symbolic link that waits for the next version is not followed', async () => {
    const path = join(folder.path, 'vault.json');
    const victim = join(folder.path, 'victim');
    await writeFile(victim, 'untouched');
    await symlink(victim, `${path}.next`);
    await writePrivateFile(path, 'new');
    expect(await readPrivateFile(victim, 100)).toBe('untouched');
    expect(await readPrivateFile(path, 100)).toBe('new');
  });

  test('are read up to a bound, and may be missing', async () => {
    const path = join(folder.path, 'vault.json');
    expect(await readPrivateFile(path, 100)).toBeUndefined();
    await writePrivateFile(path, 'x'.repeat(101));
    await expect(readPrivateFile(path, 100)).rejects.toMatchObject({ code: 'too-large' });
    await deletePrivateFile(path);
    await deletePrivateFile(path);
    expect(await readPrivateFile(path, 100)).toBeUndefined();
  });

  test('what the system refuses is a storage error with its reason', async () => {
    const nowhere = join(folder.path, 'missing', 'vault.json');
    const refusal = { code: 'storage', facts: { reason: 'ENOENT' } };
    await expect(writePrivateFile(nowhere, 'text')).rejects.toMatchObject(refusal);
    await expect(ensurePrivateFile(nowhere)).rejects.toMatchObject(refusal);
    await expect(readPrivateFile(folder.path, 100_000)).rejects.toMatchObject({ facts: { reason: 'EISDIR' } });
  });

  test('files and folders that are there already are taken away from others and keep what they hold', async () => {
    const inner = join(folder.path, 'a', 'b');
    await ensurePrivateFolder(inner);
    expect([await modeOf(inner), await modeOf(join(folder.path, 'a'))]).toEqual([0o700, 0o700]);
    const open = join(folder.path, 'open');
    await mkdir(open);
    await chmod(open, 0o777);
    await ensurePrivateFolder(open);
    expect(await modeOf(open)).toBe(0o700);
    const file = join(open, 'store.db');
    await writeFile(file, 'content', { mode: 0o666 });
    await ensurePrivateFile(file);
    expect(await modeOf(file)).toBe(0o600);
    expect(await readPrivateFile(file, 100)).toBe('content');
  });
});
