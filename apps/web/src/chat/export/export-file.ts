/**
 * Writes text to a file that the person chooses, piece by piece: memory holds one piece. Where a browser cannot do that,
 * the file is put together in memory first, up to a bound, and then saved as a download.
 *
 * Must not know: what the text is.
 */
import { LimitError } from '@sotto/wire';

/** As much as is put together in memory where a browser cannot stream. */
export const MAX_IN_MEMORY_BYTES = 64 * 1024 * 1024;
/** Pieces are written together until they are so long. */
const CHUNK_CHARACTERS = 64 * 1024;

/** Where the bytes go. Nothing is left in a file that was given up. */
export interface ExportTarget {
  write(chunk: Uint8Array<ArrayBuffer>): Promise<void>;
  finish(): Promise<void>;
  giveUp(): Promise<void>;
}

export interface ExportName {
  /** With its ending. */
  readonly name: string;
  readonly mimeType: string;
}

interface FilePicker {
  showSaveFilePicker?(options: { readonly suggestedName: string }): Promise<FileSystemFileHandle>;
}

/**
 * Must be called in the turn of a press, because the browser asks where to save. `undefined`: the person did not choose.
 */
export async function openExportTarget(file: ExportName): Promise<ExportTarget | undefined> {
  const { showSaveFilePicker } = globalThis as FilePicker;
  if (showSaveFilePicker === undefined) return downloadTarget(file);
  try {
    const handle = await showSaveFilePicker.call(globalThis, { suggestedName: file.name });
    const stream = await handle.createWritable();
    return {
      write: (chunk) => stream.write(chunk),
      finish: () => stream.close(),
      giveUp: () => stream.abort(),
    };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    throw error;
  }
}

/** Put together in memory. @throws {LimitError} `too-large` above MAX_IN_MEMORY_BYTES */
export function downloadTarget(
  { name, mimeType }: ExportName,
  save: (file: Blob, name: string) => void = saveFile,
): ExportTarget {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  return {
    async write(chunk) {
      length += chunk.length;
      if (length > MAX_IN_MEMORY_BYTES) {
        throw new LimitError('too-large', 'the file is too long to be put together in memory', {
          facts: { maxBytes: MAX_IN_MEMORY_BYTES },
        });
      }
      chunks.push(chunk);
    },
    finish: async () => save(new Blob(chunks, { type: mimeType }), name),
    giveUp: async () => void chunks.splice(0),
  };
}

export interface ExportProgress {
  /** Ends it; nothing is left of the file. */
  readonly signal: AbortSignal;
  readonly onWritten: (bytes: number) => void;
}

/** Writes all pieces, or gives the file up. Returns the bytes that were written. @throws what a piece or the target throws */
export async function writeExport(
  pieces: AsyncIterable<string>,
  target: ExportTarget,
  { signal, onWritten }: ExportProgress,
): Promise<number> {
  const encoder = new TextEncoder();
  let written = 0;
  let waiting = '';
  const flush = async () => {
    const chunk = encoder.encode(waiting);
    waiting = '';
    await target.write(chunk);
    written += chunk.length;
    onWritten(written);
  };
  try {
    for await (const piece of pieces) {
      signal.throwIfAborted();
      waiting += piece;
      if (waiting.length >= CHUNK_CHARACTERS) await flush();
    }
    await flush();
    signal.throwIfAborted();
  } catch (error) {
    await target.giveUp().catch(() => undefined);
    throw error;
  }
  await target.finish();
  return written;
}

/** A name that every system takes for a file: letters, digits and hyphens of whatever script. */
export function fileNameOf(name: string): string {
  const cleaned = name
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return [...cleaned].slice(0, 40).join('') || 'conversation';
}

/** The address of the file is taken back once the browser has had time to begin with it. */
function saveFile(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
