/** The beginning of a file, or of a pipe, which gives it in parts. */
import { open } from 'node:fs/promises';

export interface FileStart {
  readonly maxBytes: number;
  /** What follows this byte is not needed, and not waited for. */
  readonly until?: number;
}

/** At most `maxBytes` of it. Rejects with the error of the file system. */
export async function readFileStart(path: string, { maxBytes, until }: FileStart): Promise<Uint8Array> {
  await using file = await open(path, 'r');
  const buffer = new Uint8Array(maxBytes);
  let filled = 0;
  while (filled < maxBytes && (until === undefined || !buffer.subarray(0, filled).includes(until))) {
    const { bytesRead } = await file.read(buffer, filled, maxBytes - filled, null);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
