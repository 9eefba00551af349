/** What a folder says of the place where it lies (specs/08 §14). */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { homePaths, watchStorage } from './home.ts';

describe('the storage of a folder', () => {
  it('is on disk, kept until somebody deletes it, with the room that its disk has', async () => {
    const home = await mkdtemp(join(tmpdir(), 'sotto-storage-'));
    onTestFinished(() => rm(home, { recursive: true }));
    const { availableBytes, ...rest } = await watchStorage(homePaths(home)).condition();
    expect(rest).toEqual({ medium: 'disk', isEvictable: false });
    expect(availableBytes).toBeGreaterThan(0);
  });

  it('is not known where the folder is gone', async () => {
    await expect(watchStorage(homePaths('/nowhere/at/all')).condition()).rejects.toThrow();
  });
});
