/** Reads the memory of another process of ours, as Linux shows it: everything that it can write to. */
import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs';
import process from 'node:process';

const PAGE_BYTES = 4_096;
const PAGE_ENTRY_BYTES = 8;
/** Bits 63 and 62 of an entry of the page map: in memory, or swapped out. */
const IN_USE = 0xc0;
const LARGEST_READ_BYTES = 16 * 1_048_576;
/** A needle that lies across two reads is found in the second one. */
const OVERLAP_BYTES = 4_096;

interface Region {
  readonly start: number;
  readonly end: number;
}

/** Why memory cannot be read here; `undefined` when it can. */
export function memoryUnreadable(): string | undefined {
  if (process.platform !== 'linux') return `the memory of a process is read on Linux, and this is ${process.platform}`;
  return existsSync('/proc/self/mem') ? undefined : 'there is no /proc/self/mem';
}

/** Hands out everything in the memory of a process that is not code and not the unchanged content of a file. */
export function readMemory(pid: number, take: (bytes: Buffer) => void): number {
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const pageMap = openSync(`/proc/${pid}/pagemap`, 'r');
  let total = 0;
  try {
    for (const { start, end } of regions(pid).flatMap((region) => pagesInUse(pageMap, region))) {
      for (let at = start; at < end; at += LARGEST_READ_BYTES - OVERLAP_BYTES) {
        const bytes = readAt(memory, at, Math.min(LARGEST_READ_BYTES, end - at));
        take(bytes);
        total += bytes.length;
      }
    }
  } finally {
    closeSync(memory);
    closeSync(pageMap);
  }
  return total;
}

function regions(pid: number): Region[] {
  const found: Region[] = [];
  for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
    const [, start, end, access] = /^([0-9a-f]+)-([0-9a-f]+) (\S+)/.exec(line) ?? [];
    const isData = access?.startsWith('rw') === true && !line.includes('[v');
    if (isData && start && end) found.push({ start: Number.parseInt(start, 16), end: Number.parseInt(end, 16) });
  }
  return found;
}

/** The parts of a region that have ever been written to; most of what a process reserves never is. */
function pagesInUse(pageMap: number, { start, end }: Region): Region[] {
  const count = (end - start) / PAGE_BYTES;
  const entries = Buffer.alloc(count * PAGE_ENTRY_BYTES);
  readSync(pageMap, entries, 0, entries.length, (start / PAGE_BYTES) * PAGE_ENTRY_BYTES);
  const parts: Region[] = [];
  let from: number | undefined;
  for (let page = 0; page <= count; page++) {
    const isUsed = page < count && ((entries[page * PAGE_ENTRY_BYTES + 7] ?? 0) & IN_USE) !== 0;
    if (isUsed) from ??= page;
    else if (from !== undefined) {
      parts.push({ start: start + from * PAGE_BYTES, end: start + page * PAGE_BYTES });
      from = undefined;
    }
  }
  return parts;
}

/** What is not backed by a page yet reads as zeros; what goes away meanwhile is left out. */
function readAt(file: number, at: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(length);
  let filled = 0;
  try {
    while (filled < length) {
      const count = readSync(file, bytes, filled, length - filled, at + filled);
      if (count === 0) break;
      filled += count;
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && (error.code === 'EIO' || error.code === 'EFAULT'))) throw error;
  }
  return bytes.subarray(0, filled);
}
