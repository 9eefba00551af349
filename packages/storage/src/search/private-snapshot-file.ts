/** A snapshot in a file that only its owner may read. */
import { deletePrivateFile, readPrivateBytes, writePrivateBytes } from '../private-file.ts';
import type { SnapshotFile } from './snapshot-file.ts';

/** An index above this is built anew instead. */
const MAX_BYTES = 1_073_741_824;

export function privateSnapshotFile(path: string): SnapshotFile {
  return {
    read: () => readPrivateBytes(path, MAX_BYTES),
    write: (sealed) => writePrivateBytes(path, sealed),
    delete: () => deletePrivateFile(path),
  };
}
