/** Files and folders that only their owner may read: mode 0600 and 0700, written whole or not at all. */
import { chmod, type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LimitError, UnavailableError } from '@sotto/wire';

const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;
const OTHERS = 0o077;

/** Makes the folder if it is missing, and takes it away from others if they could look into it. */
export async function ensurePrivateFolder(path: string): Promise<void> {
  await guarded(async () => {
    await mkdir(path, { recursive: true, mode: FOLDER_MODE });
    if ((await stat(path)).mode & OTHERS) await chmod(path, FOLDER_MODE);
  });
}

/** Makes an empty file if it is missing, and takes it away from others. */
export async function ensurePrivateFile(path: string): Promise<void> {
  await guarded(async () => {
    const file = await open(path, 'a', FILE_MODE);
    try {
      if ((await file.stat()).mode & OTHERS) await file.chmod(FILE_MODE);
    } finally {
      await file.close();
    }
  });
}

/**
 * The text of a file; `undefined` when there is none.
 * @throws {LimitError} `too-large` when it is longer than `maxBytes`, before it is read
 * @throws {UnavailableError} `storage`
 */
export async function readPrivateFile(path: string, maxBytes: number): Promise<string | undefined> {
  return (await readBuffer(path, maxBytes))?.toString('utf8');
}

/** As `readPrivateFile`, the bytes. */
export async function readPrivateBytes(path: string, maxBytes: number): Promise<Uint8Array | undefined> {
  return await readBuffer(path, maxBytes);
}

async function readBuffer(path: string, maxBytes: number): Promise<Buffer | undefined> {
  return guarded(async () => {
    let file: FileHandle;
    try {
      file = await open(path, 'r');
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return undefined;
      throw error;
    }
    try {
      const { size } = await file.stat();
      if (size > maxBytes) throw new LimitError('too-large', 'file too large', { facts: { maxBytes, size } });
      return await file.readFile();
    } finally {
      await file.close();
    }
  });
}

/**
 * Replaces the file: after a crash at any moment it holds the old text or the new one. Durable when it resolves.
 * @throws {LimitError} `disk-full`
 * @throws {UnavailableError} `storage`
 */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  await writeWhole(path, text);
}

/** As `writePrivateFile`, bytes in pieces. What their source throws is thrown, and the file is what it was. */
export async function writePrivateBytes(path: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  await writeWhole(path, pieces);
}

async function writeWhole(path: string, content: string | AsyncIterable<Uint8Array>): Promise<void> {
  const next = `${path}.next`;
  await guarded(async () => {
    // What a crash left there, or somebody put there, is not written through: the file is new or the call fails.
    await rm(next, { force: true });
    const file = await open(next, 'wx', FILE_MODE);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(next, path);
    const folder = await open(dirname(path), 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  });
}

/** No error when it is not there. */
export async function deletePrivateFile(path: string): Promise<void> {
  await guarded(() => rm(path, { force: true }));
}

async function guarded<Result>(action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (cause) {
    const code = systemCode(cause);
    if (code === undefined) throw cause;
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      throw new LimitError('disk-full', 'the disk is full', { cause, hint: 'Free some space, then try again.' });
    }
    throw new UnavailableError('storage', 'a file of the data folder cannot be read or written', {
      facts: { reason: code },
      cause,
      hint: 'Check the disk and the permissions of the data folder.',
    });
  }
}

/** The code of an error of the operating system, such as `ENOENT`. */
function systemCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error) || !('syscall' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
