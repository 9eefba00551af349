/**
 * A file of no use but its space: given up when the disk is full, so that deletions still find room for their log
 * (attack E2). A database cannot even delete on a full disk.
 */
import { closeSync, fsyncSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

const CHUNK_BYTES = 65_536;
/** Filler that no file system compresses away to nothing. */
const FILLER_FACTOR = 2_654_435_761;

export class Ballast {
  readonly #path: string;
  readonly #sizeBytes: number;

  constructor(path: string, sizeBytes: number) {
    this.#path = path;
    this.#sizeBytes = sizeBytes;
  }

  /** Frees the space. */
  release(): void {
    rmSync(this.#path, { force: true });
  }

  /** Takes the space unless it is held already. `false`: the disk has not enough for it and as much again. */
  restore(): boolean {
    const held = statSync(this.#path, { throwIfNoEntry: false })?.size;
    if (held === this.#sizeBytes) return true;
    const { bavail, bsize } = statfsSync(dirname(this.#path));
    if (bavail * bsize < 2 * this.#sizeBytes) return false;
    try {
      this.#write();
      return true;
    } catch {
      this.release();
      return false;
    }
  }

  #write(): void {
    const chunk = new Uint8Array(CHUNK_BYTES);
    const words = new DataView(chunk.buffer);
    const file = openSync(this.#path, 'w', 0o600);
    try {
      for (let written = 0; written < this.#sizeBytes; ) {
        for (let i = 0; i < CHUNK_BYTES; i += 4) words.setUint32(i, Math.imul(written + i + 1, FILLER_FACTOR) >>> 0);
        written += writeSync(file, chunk, 0, Math.min(CHUNK_BYTES, this.#sizeBytes - written));
      }
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  }
}
