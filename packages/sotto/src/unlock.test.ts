import { createVault, VAULT_PARAMETERS } from '@sotto/crypto';
import { seededRandom } from '@sotto/testkit';
import { UnavailableError } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import { unlock, withoutPasskey, withPasskey } from './unlock.ts';

const passphrase = 'correct horse battery staple';
const random = seededRandom('unlock');
const bytes = (length: number) => random.bytes(length);

async function vaultWithPasskey() {
  const parameters = VAULT_PARAMETERS.unsafeTestParameters;
  const { vault, storeKey } = await createVault({ passphrase, parameters, random: bytes });
  const passkey = { credentialId: bytes(16), input: bytes(32), output: bytes(32) };
  const secret = passkey.output.slice();
  return { vault: await withPasskey(vault, { passphrase, passkey: async () => passkey }), storeKey, passkey, secret };
}

describe('the ways to a store key', () => {
  it('are the passphrase and the passkey, which is asked by its id and input', async () => {
    const { vault, storeKey, passkey, secret } = await vaultWithPasskey();
    expect((await unlock(vault, { passphrase })).bytes).toEqual(storeKey.bytes);
    const asked: unknown[] = [];
    const ask = async (found: object) => {
      asked.push(found);
      return secret.slice();
    };
    expect((await unlock(vault, { passkey: ask })).bytes).toEqual(storeKey.bytes);
    expect(asked).toMatchObject([{ credentialId: passkey.credentialId, input: passkey.input }]);
  });

  it('wipe what the authenticator answered, whether or not it was right', async () => {
    const { vault, passkey } = await vaultWithPasskey();
    const wiped = new Uint8Array(32);
    expect(passkey.output).toEqual(wiped);
    const wrong = bytes(32);
    await expect(unlock(vault, { passkey: async () => wrong })).rejects.toMatchObject({ code: 'bad-key' });
    expect(wrong).toEqual(wiped);
  });

  it('end where the person says no, where there is no passkey, and at a wrong passphrase', async () => {
    const { vault } = await vaultWithPasskey();
    const refuse = () => Promise.reject(new UnavailableError('aborted', 'no'));
    await expect(unlock(vault, { passkey: refuse })).rejects.toMatchObject({ code: 'aborted' });
    const without = unlock(withoutPasskey(vault), { passkey: refuse });
    await expect(without).rejects.toMatchObject({ code: 'invalid-argument', hint: 'Use the passphrase.' });
    await expect(unlock(vault, { passphrase: 'another' })).rejects.toMatchObject({ code: 'wrong-passphrase' });
  });

  it('make no passkey for a wrong passphrase, which would stay in the authenticator for nothing', async () => {
    const { vault } = await vaultWithPasskey();
    let made = 0;
    const passkey = async () => {
      made++;
      return { credentialId: bytes(16), input: bytes(32), output: bytes(32) };
    };
    const adding = withPasskey(vault, { passphrase: 'another', passkey });
    await expect(adding).rejects.toMatchObject({ code: 'wrong-passphrase' });
    expect(made).toBe(0);
    await withPasskey(vault, { passphrase, passkey });
    expect(made).toBe(1);
  });
});
