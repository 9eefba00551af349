/**
 * Argon2id beside the page: a second of work in JavaScript, in a worker of its own that takes its memory with it.
 *
 * Owns the life of that worker. Must not know: what the key is for.
 */
import { UnavailableError } from '@sotto/wire';
import type { Argon2idReply } from './argon2id-worker.browser.ts';
import { badArgon2Parameters, checkArgon2idInput } from './key-lengths.ts';
import type { Argon2idInput } from './provider.ts';

/**
 * @throws {UsageError} `invalid-argument`
 * @throws {UnavailableError} `aborted` when the worker cannot be started or runs out of memory
 */
export async function argon2id(input: Argon2idInput): Promise<Uint8Array> {
  checkArgon2idInput(input);
  const worker = new Worker(new URL('./argon2id-worker.browser.ts', import.meta.url), { type: 'module' });
  try {
    const reply = await new Promise<Argon2idReply>((resolve, reject) => {
      worker.addEventListener('message', ({ data }: MessageEvent<Argon2idReply>) => resolve(data));
      worker.addEventListener('error', () => reject(workerFailed()));
      worker.postMessage(input);
    });
    if (reply.key === undefined) throw badArgon2Parameters(reply.reason);
    return reply.key;
  } finally {
    worker.terminate();
  }
}

function workerFailed(): UnavailableError {
  return new UnavailableError('aborted', 'the key could not be derived', {
    hint: 'Reload the page and close other tabs if memory is short.',
  });
}
