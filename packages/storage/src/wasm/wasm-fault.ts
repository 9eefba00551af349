/**
 * What errors of the WebAssembly engine, its pool of files and the browser mean.
 *
 * Must not know: what was asked. No reason names a value of a row.
 */
import type { SqlFault } from '../sql-driver.ts';
import { faultOf } from '../sql-fault.ts';
import { hadNoRoom, isNoRoom } from './sqlite-engine.ts';

export interface WasmFault {
  readonly fault: SqlFault;
  readonly reason: string;
}

const SQLITE_IOERR = 10;
const SQLITE_CORRUPT = 11;

/** An error is looked at where it arises and again further up, when the engine may have been asked for other things. */
const known = new WeakMap<object, WasmFault>();

/** To be asked first right after the error was thrown. */
export function wasmFault(error: unknown): WasmFault {
  if (typeof error !== 'object' || error === null) return { fault: 'broken', reason: 'unknown' };
  const fault = known.get(error) ?? findFault(error);
  known.set(error, fault);
  return fault;
}

function findFault(error: object): WasmFault {
  if (isTaken(error)) return { fault: 'busy', reason: 'another tab has the files' };
  if (isNoRoom(error)) return { fault: 'full', reason: 'no room' };
  const code = resultCodeOf(error);
  if (code === undefined) return { fault: 'broken', reason: error instanceof Error ? error.name : 'unknown' };
  const isFull = primaryCode(code) === SQLITE_IOERR && hadNoRoom();
  return { fault: isFull ? 'full' : faultOf(code), reason: `result code ${code}` };
}

/** Whether another holder has the files. */
export function isTaken(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NoModificationAllowedError';
}

/** After it nothing is known about what reached the disk. Want of room is none: what did not fit was not written. */
export function isDiskError(error: unknown): boolean {
  const code = resultCodeOf(error);
  if (code === undefined || wasmFault(error).fault === 'full') return false;
  return [SQLITE_IOERR, SQLITE_CORRUPT].includes(primaryCode(code));
}

/** SQLite's extended result code, when the error is SQLite's. */
function resultCodeOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('resultCode' in error)) return undefined;
  return typeof error.resultCode === 'number' ? error.resultCode : undefined;
}

function primaryCode(code: number): number {
  return code & 0xff;
}
