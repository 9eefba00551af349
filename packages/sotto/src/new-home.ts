/**
 * Where an account is made, and how it moves in (specs/09 §2).
 *
 * An account that is to replace another is made beside it, and what was here is untouched until the new one is whole. Must
 * not know: how an account is made, or come back to.
 */
import { createVault, type Secret, type Vault, type VaultParameters } from '@sotto/crypto';
import { UsageError } from '@sotto/wire';
import {
  accountLost,
  clearPlace,
  deleteVaultDraft,
  type HomePaths,
  homeStatus,
  isReplaced,
  moveTo,
  otherPlace,
  writeVault,
} from '#home';
import { vaultParameters, vaultProvider } from '#vault-cost';
import { type HomeOptions, ports } from './home-opening.ts';
import { withVaultLock } from './vault-change.ts';

export interface NewHomeOptions extends HomeOptions {
  readonly passphrase: string;
  /** Cost of trying a passphrase; default: 256 MiB, 3 passes, 4 lanes; in a browser 64 MiB, 3 passes, 1 lane. */
  readonly vaultParameters?: VaultParameters;
  /**
   * What the account may take the place of: what is left of one that is lost, or `anything`, one that nobody can open any
   * more included. It is deleted once the new account is whole, and stays as it was when that fails. Default: nothing.
   */
  readonly replace?: 'lost' | 'anything';
}

export interface NewPlace {
  /** What is in the home now. */
  readonly paths: HomePaths;
  /** Where the account is made: the same, or beside it. */
  readonly place: HomePaths;
}

/** @throws {UsageError} already-initialised @throws {UnavailableError} account-lost */
export async function placeForNew(paths: HomePaths, { replace }: NewHomeOptions): Promise<NewPlace> {
  const { account } = await homeStatus(paths);
  if (account === 'none') return { paths, place: paths };
  if (account === 'present' && replace !== 'anything') {
    throw new UsageError('already-initialised', 'there is an account here already', {
      hint: 'Use it, or choose another folder with --home.',
    });
  }
  if (replace === undefined) throw accountLost();
  return { paths, place: otherPlace(paths) ?? paths };
}

/** A store key, and the vault that the passphrase opens. */
export async function newVault(options: NewHomeOptions): Promise<{ readonly vault: Vault; readonly storeKey: Secret }> {
  const { random } = ports(options);
  return await createVault({
    passphrase: options.passphrase,
    random: (length) => random.bytes(length),
    parameters: options.vaultParameters ?? vaultParameters,
    provider: vaultProvider,
  });
}

/**
 * What was made is the home from now on; what it replaces is deleted.
 * @throws {UnavailableError} home-busy while somebody changes the vault that is here
 */
export async function moveIn({ paths, place }: NewPlace, vault: Vault, options: HomeOptions): Promise<void> {
  if (place === paths) await writeVault(place, vault);
  else {
    await withVaultLock(paths.vaultLock, options, async () => {
      await writeVault(place, vault);
      await moveTo(place);
    });
    await clearIfPossible(paths);
  }
  // Until here a kill leaves an attempt that goes on, or a home.
  await deleteVaultDraft(place);
}

/** What a kill left undone when the account here moved in: its attempt is over, and what it has replaced is deleted. */
export async function finishMoveIn(paths: HomePaths): Promise<void> {
  await deleteVaultDraft(paths);
  const beside = otherPlace(paths);
  if (beside !== undefined && (await isReplaced(beside))) await clearIfPossible(beside);
}

/** What resists, such as a file that another program has open, is tried again at the next opening. */
async function clearIfPossible(place: HomePaths): Promise<void> {
  await clearPlace(place).catch(() => undefined);
}
