/**
 * A snapshot as a file of the origin's private file system, beside the database. The browser writes it aside and puts it
 * in its place when it is closed; a browser that is killed meanwhile leaves what it had written, which is removed here.
 */
import { LimitError, type SottoError, UnavailableError } from '@sotto/wire';
import type { SnapshotFile } from '../search/snapshot-file.ts';

/** Beside the index itself, the page holds it sealed and opened for a moment when it is loaded. */
const MAX_BYTES = 268_435_456;

/** `path`: folder and file. The folder is there when the database is. */
export function snapshotInFiles(path: string): SnapshotFile {
  const at = path.lastIndexOf('/');
  const name = path.slice(at + 1);
  const folder = async (): Promise<FileSystemDirectoryHandle> => {
    const root = await navigator.storage.getDirectory();
    return await root.getDirectoryHandle(path.slice(0, at));
  };
  return {
    maxBytes: MAX_BYTES,
    read: () => guarded(async () => await readFile(await folder(), name)),
    write: (sealed) => guarded(async () => await replaceFile(await folder(), name, sealed)),
    async delete() {
      await guarded(async () => await removeRemains(await folder(), name));
      await guarded(async () => (await folder()).removeEntry(name));
    },
  };
}

/** For a home in memory, and for browsers that cannot replace a file as a whole: the index is built anew every time. */
export const NO_SNAPSHOT: SnapshotFile = {
  maxBytes: 0,
  read: async () => undefined,
  write: async () => undefined,
  delete: async () => undefined,
};

export function canReplaceFiles(): boolean {
  return 'createWritable' in FileSystemFileHandle.prototype;
}

async function readFile(folder: FileSystemDirectoryHandle, name: string): Promise<Uint8Array | undefined> {
  const file = await (await folder.getFileHandle(name)).getFile();
  return file.size > MAX_BYTES ? undefined : new Uint8Array(await file.arrayBuffer());
}

async function replaceFile(
  folder: FileSystemDirectoryHandle,
  name: string,
  sealed: AsyncIterable<Uint8Array>,
): Promise<undefined> {
  await removeRemains(folder, name);
  const file = await folder.getFileHandle(name, { create: true });
  const writing = await file.createWritable();
  try {
    for await (const piece of sealed) await writing.write(new Uint8Array(piece));
  } catch (error) {
    await writing.abort();
    throw error;
  }
  await writing.close();
  return undefined;
}

/** What Chromium calls a file that is being written aside: `search.crswap`, `search.1.crswap`. */
async function removeRemains(folder: FileSystemDirectoryHandle, name: string): Promise<undefined> {
  const remains: string[] = [];
  for await (const other of folder.keys()) {
    if (other.startsWith(`${name}.`) && other.endsWith('.crswap')) remains.push(other);
  }
  for (const other of remains) await folder.removeEntry(other);
  return undefined;
}

/** `undefined` for what is not there. */
async function guarded<Result>(action: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    if (error.name === 'NotFoundError') return undefined;
    throw fileError(error);
  }
}

function fileError(cause: DOMException): SottoError {
  if (cause.name === 'QuotaExceededError') {
    const hint = 'Free some space, then try again.';
    return new LimitError('disk-full', 'the browser has no room left', { cause, hint });
  }
  return new UnavailableError('storage', 'the browser cannot read or write a file of this site', {
    facts: { reason: cause.name },
    cause,
    hint: 'Reload the page. The messages are not in this file.',
  });
}
