/**
 * One tab at a time in a home, by Web Locks: the browser frees the lock when the tab ends, however it ends.
 *
 * Owns the lock. Which tab shows what is the matter of whoever composes the application.
 */
import { UnavailableError } from '@sotto/wire';
import type { HomeLock, HomeLockOptions } from '../home-lock.ts';

/**
 * Takes the lock of a home. `command` is of no use here: the browser does not say who has a lock.
 * @throws {UnavailableError} `home-busy` when another tab has it after `waitMs`
 */
export async function lockHome(
  folder: string,
  { waitMs, clock }: Pick<HomeLockOptions, 'waitMs' | 'clock'>,
): Promise<HomeLock> {
  const patience = new AbortController();
  const cancel = clock.schedule(waitMs, () => patience.abort());
  try {
    return await acquire(`sotto home ${folder}`, waitMs > 0 ? { signal: patience.signal } : { ifAvailable: true });
  } finally {
    cancel();
  }
}

async function acquire(name: string, options: LockOptions): Promise<HomeLock> {
  const acquired = Promise.withResolvers<HomeLock>();
  const held = Promise.withResolvers<void>();
  const done = navigator.locks
    .request(name, options, (lock) => {
      if (lock === null) throw busy();
      acquired.resolve({
        async release() {
          held.resolve();
          await done;
        },
      });
      return held.promise;
    })
    .catch((error) => acquired.reject(isAbort(error) ? busy() : error));
  return await acquired.promise;
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

function busy(): UnavailableError {
  return new UnavailableError('home-busy', 'this account is open in another tab or window', {
    hint: 'Go on there, or close it and try again.',
  });
}
