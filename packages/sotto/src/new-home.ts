/** What a home needs before an account moves in: that it is vacant, and a vault (specs/09 §2). */
import { createVault, type Secret, type Vault, type VaultParameters } from '@sotto/crypto';
import { UsageError } from '@sotto/wire';
import { accountLost, type HomePaths, homeStatus } from '#home';
import { vaultParameters, vaultProvider } from '#vault-cost';
import { type HomeOptions, ports } from './home-opening.ts';

export interface NewHomeOptions extends HomeOptions {
  readonly passphrase: string;
  /** Cost of trying a passphrase; default: 256 MiB, 3 passes, 4 lanes; in a browser 64 MiB, 3 passes, 1 lane. */
  readonly vaultParameters?: VaultParameters;
  /**
   * What may be deleted to make room: what is left of an account that is lost, or `anything`, an account that nobody can
   * open any more included. Default: nothing.
   */
  readonly replace?: 'lost' | 'anything';
}

/** @throws {UsageError} already-initialised @throws {UnavailableError} account-lost */
export async function requireVacant(paths: HomePaths, { replace }: NewHomeOptions): Promise<void> {
  if (replace === 'anything') return;
  const { account } = await homeStatus(paths);
  if (account === 'present') {
    throw new UsageError('already-initialised', 'there is an account here already', {
      hint: 'Use it, or choose another folder with --home.',
    });
  }
  if (account === 'lost' && replace === undefined) throw accountLost();
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
