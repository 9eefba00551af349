/** Which key sealed what, as the provider saw it: no key may ever seal two things that leave a device (attack B8). */
import { type CryptoProvider, platformProvider } from '@sotto/crypto';
import { formatHex } from '@sotto/wire';

export class KeyLedger {
  /** Ciphertexts that left, by the key that sealed them. */
  readonly #sealedWith = new Map<string, Uint8Array>();
  readonly #chains = new Map<string, string[]>();
  #lastSealKey: Uint8Array = new Uint8Array(0);
  #lastOpenKey: Uint8Array = new Uint8Array(0);

  readonly provider: CryptoProvider = {
    ...platformProvider,
    aeadSeal: (input) => {
      this.#lastSealKey = input.key.slice();
      return platformProvider.aeadSeal(input);
    },
    aeadOpen: (input) => {
      this.#lastOpenKey = input.key.slice();
      return platformProvider.aeadOpen(input);
    },
  };

  /** A copy of the key that the last sealing used. */
  get lastSealKey(): Uint8Array {
    return this.#lastSealKey;
  }

  get lastOpenKey(): Uint8Array {
    return this.#lastOpenKey;
  }

  /** The position of a chain among those that a side of a session has sent with, by its ratchet key. */
  chainIndex(side: string, ratchetKey: string): number {
    const chains = this.#chains.get(side) ?? [];
    this.#chains.set(side, chains);
    return chains.includes(ratchetKey) ? chains.indexOf(ratchetKey) : chains.push(ratchetKey) - 1;
  }

  /** A ciphertext leaves its device. Returns whether its key has never sealed another one. */
  left(key: Uint8Array, ciphertext: Uint8Array): boolean {
    const name = formatHex(key);
    const before = this.#sealedWith.get(name) ?? ciphertext;
    this.#sealedWith.set(name, before);
    return formatHex(before) === formatHex(ciphertext);
  }
}
