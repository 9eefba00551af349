/** The vault of a home that is not one yet: nobody misses it when it is damaged. */
import { decodeVault, type Vault } from '@sotto/crypto';
import { SottoError } from '@sotto/wire';

export function decodeDraft(text: string): Vault | undefined {
  try {
    return decodeVault(text);
  } catch (error) {
    if (error instanceof SottoError) return undefined;
    throw error;
  }
}
