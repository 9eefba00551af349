/**
 * What trying a passphrase costs in a browser, and who computes it: Argon2id in WebAssembly, tenths of a second of
 * work, in a worker of its own that takes its memory with it. The counterpart of `vault-cost.ts`.
 */
import { type CryptoProvider, platformProvider, VAULT_PARAMETERS, type VaultParameters } from '@sotto/crypto';
import { UnavailableError, UsageError } from '@sotto/wire';
import type { Argon2idReply } from './web/argon2id-worker.ts';

type Argon2id = CryptoProvider['argon2id'];

export const vaultParameters: VaultParameters = VAULT_PARAMETERS.browser;
export const vaultProvider: CryptoProvider = { ...platformProvider, argon2id: (input) => inWorker(input) };

async function inWorker(input: Parameters<Argon2id>[0]): Promise<Uint8Array> {
  const worker = new Worker(new URL('./web/argon2id-worker.ts', import.meta.url), { type: 'module' });
  try {
    const reply = await new Promise<Argon2idReply>((resolve, reject) => {
      worker.addEventListener('message', ({ data }: MessageEvent<Argon2idReply>) => resolve(data));
      worker.addEventListener('error', () => reject(workerFailed()));
      worker.postMessage(input);
    });
    if (reply.key === undefined) throw new UsageError('invalid-argument', 'Argon2id parameters refused');
    return reply.key;
  } finally {
    worker.terminate();
  }
}

function workerFailed(): UnavailableError {
  return new UnavailableError('aborted', 'the passphrase could not be tried', {
    hint: 'Reload the page, and close other tabs if memory is short.',
  });
}
