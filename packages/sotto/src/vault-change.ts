/**
 * Changes of a vault that is there: one after the other, whoever has the home open (specs/09 §6).
 *
 * Owns the lock of the vault, which is held for such a change only: the lock of the home belongs to whoever has the account
 * open, and that one does not write the vault. Must not know: what is changed.
 */
import type { Vault } from '@sotto/crypto';
import { locateHome, readVault, writeVault } from '#home';
import { type LockOptions, takeLock } from './home-opening.ts';

/**
 * Puts the vault that `change` makes in place of that of the home. Nobody else changes it, or the account that it belongs to,
 * until `change` is done, however long a person takes for it.
 * @throws {UsageError} not-initialised @throws {UnavailableError} home-busy, account-lost
 */
export async function changeVault(
  home: string,
  options: LockOptions,
  change: (vault: Vault) => Vault | Promise<Vault>,
): Promise<void> {
  const located = await locateHome(home);
  // Where nothing is, nothing is made for the sake of a lock.
  await readVault(located);
  await withVaultLock(located.vaultLock, options, async () => {
    const paths = await locateHome(home);
    await writeVault(paths, await change(await readVault(paths)));
  });
}

/** @throws {UnavailableError} home-busy */
export async function withVaultLock(vaultLock: string, options: LockOptions, work: () => Promise<void>): Promise<void> {
  const lock = await takeLock(vaultLock, options);
  try {
    await work();
  } finally {
    await lock.release();
  }
}
