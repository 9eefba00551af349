/** A folder for one story, removed when the test that asked for it has ended. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export async function scratchFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sotto-story-'));
  // Processes of the story may still be ending: a file that appears meanwhile is tried again.
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
  return folder;
}

/** A file whose first line is the passphrase, for its owner only. */
export async function passphraseFile(folder: string, name: string, passphrase: string): Promise<string> {
  const path = join(folder, `${name}.passphrase`);
  await writeFile(path, `${passphrase}\n`, { mode: 0o600 });
  return path;
}
