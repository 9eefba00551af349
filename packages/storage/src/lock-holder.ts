/** What the file beside the lock says: which process holds it. Written by one process, read by others, never trusted. */
import { SottoError, UsageError } from '@sotto/wire';
import { readPrivateFile } from './private-file.ts';

export interface LockHolder {
  readonly pid: number;
  readonly command: string;
}

const MAX_HOLDER_BYTES = 512;
/** What may be shown in a terminal without a second look. */
const COMMAND = /^[A-Za-z0-9 -]{1,64}$/;

/** @throws {UsageError} `invalid-argument` */
export function encodeHolder({ pid, command }: LockHolder): string {
  if (!COMMAND.test(command)) throw new UsageError('invalid-argument', 'not the name of a command');
  return `${JSON.stringify({ pid, command })}\n`;
}

/** `undefined` when the file says nothing that can be used. */
export async function readHolder(path: string): Promise<LockHolder | undefined> {
  try {
    return parseHolder(JSON.parse((await readPrivateFile(path, MAX_HOLDER_BYTES)) ?? 'null'));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof SottoError) return undefined;
    throw error;
  }
}

function parseHolder(value: unknown): LockHolder | undefined {
  if (typeof value !== 'object' || value === null || !('pid' in value) || !('command' in value)) return undefined;
  const { pid, command } = value;
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid < 1) return undefined;
  return typeof command === 'string' && COMMAND.test(command) ? { pid, command } : undefined;
}
