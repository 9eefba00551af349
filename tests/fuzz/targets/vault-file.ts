/** The vault file: text that somebody with access to the disk may have changed. */
import {
  addPasskey,
  createVault,
  decodeVault,
  encodeVault,
  openVault,
  openVaultByPasskey,
  platformProvider,
  VAULT_PARAMETERS,
} from '@sotto/crypto';
import { randomFrom } from '../people.ts';
import { type FuzzTarget, must, type Verdict } from '../target.ts';
import { textInputs, textOf } from '../text-input.ts';

/** Cheap: what a derivation costs is bounded by the decoder, and spending it would tell nothing. */
const cheapProvider = { ...platformProvider, argon2id: async () => new Uint8Array(32).fill(7) };
const PASSPHRASE = 'correct horse';

export async function openTarget(): Promise<FuzzTarget> {
  const random = randomFrom('vault');
  const { vault, storeKey } = await createVault({ passphrase: PASSPHRASE, random, provider: cheapProvider });
  const passkey = { credentialId: random(20), input: random(32), output: random(32) };
  const withPasskey = addPasskey({ vault, storeKey, passkey });
  const { output } = passkey;
  const small = { ...vault, parameters: VAULT_PARAMETERS.unsafeTestParameters };
  return {
    covers: ['crypto decodeVault', 'crypto encodeVault', 'crypto openVault', 'crypto openVaultByPasskey'],
    shape: 'text',
    maxBytes: 5_000,
    seeds: textInputs(encodeVault(vault), encodeVault(withPasskey)),
    words: textInputs(
      '"__proto__":{"x":1},',
      '"constructor":',
      'null',
      '1e3',
      '-1',
      '"salt"',
      '"passkey":{',
      '\\u0000',
      '[',
      encodeVault(small),
    ),
    secrets: [storeKey.bytes, output],
    async run(input): Promise<Verdict> {
      const text = textOf(input);
      const decoded = decodeVault(text);
      must(encodeVault(decoded) === text, 'a vault has one text');
      if (decoded.passkey !== undefined) {
        const byPasskey = openVaultByPasskey({ vault: decoded, output, provider: cheapProvider });
        must(Buffer.compare(byPasskey.bytes, storeKey.bytes) === 0, 'a vault that a passkey opens holds the store key');
      }
      const opened = await openVault({ vault: decoded, passphrase: PASSPHRASE, provider: cheapProvider });
      must(Buffer.compare(opened.bytes, storeKey.bytes) === 0, 'a vault that opens holds the store key');
      return 'accepted';
    },
  };
}
