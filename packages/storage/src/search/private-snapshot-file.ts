/** A snapshot in a file that only its owner may read. */
import { LimitError } from '@sotto/wire';
import { deletePrivateFile, readPrivateBytes, writePrivateBytes } from '../private-file.ts';
import type { SnapshotFile } from './snapshot-file.ts';

const MAX_BYTES = 1_073_741_824;

export function privateSnapshotFile(path: string): SnapshotFile {
  return {
    maxBytes: MAX_BYTES,
    read: () => readPrivateBytes(path, MAX_BYTES).catch(orTooLarge),
    write: (sealed) => writePrivateBytes(path, sealed),
    delete: () => deletePrivateFile(path),
  };
}

function orTooLarge(error: unknown): undefined {
  if (!(error instanceof LimitError && error.code === 'too-large')) throw error;
}
