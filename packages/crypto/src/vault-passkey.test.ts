import { describe, expect, test } from 'vitest';
import { nodeProvider } from './provider.node.ts';
import { portableProvider } from './provider.portable.ts';
import { Secret } from './secret.ts';
import { failure, randomFrom } from './testing/devices.ts';
import { changePassphrase, createVault, openVault } from './vault.ts';
import { decodeVault, encodeVault, VAULT_PARAMETERS, type Vault } from './vault-file.ts';
import { addPasskey, openVaultByPasskey, removePasskey } from './vault-passkey.ts';

const parameters = VAULT_PARAMETERS.unsafeTestParameters;
const passphrase = 'correct horse battery staple';
const random = randomFrom('passkey');
const enrolment = () => ({ credentialId: random(20), input: random(32), output: random(32) });

async function vaultWithPasskey() {
  const { vault, storeKey } = await createVault({ passphrase, parameters, random });
  const passkey = enrolment();
  return { vault: addPasskey({ vault, storeKey, passkey }), storeKey, passkey };
}

describe('a vault with a passkey', () => {
  test('gives its store key either way, on either provider, through its text form', async () => {
    const { vault, storeKey, passkey } = await vaultWithPasskey();
    const read = decodeVault(encodeVault(vault));
    expect(read).toEqual(vault);
    expect(encodeVault(vault)).toContain('"version": 2');
    for (const provider of [nodeProvider, portableProvider]) {
      const { output } = passkey;
      expect(openVaultByPasskey({ vault: read, output, provider }).bytes).toEqual(storeKey.bytes);
    }
    expect((await openVault({ vault: read, passphrase })).bytes).toEqual(storeKey.bytes);
  });

  test('stays closed for another passkey, and for this one once the file was changed', async () => {
    const { vault, passkey } = await vaultWithPasskey();
    const stored = vault.passkey as NonNullable<Vault['passkey']>;
    const { output } = passkey;
    const refused = expect.objectContaining(failure('bad-key'));
    expect(() => openVaultByPasskey({ vault, output: enrolment().output })).toThrow(refused);
    for (const changed of [
      { ...stored, credentialId: random(20) },
      { ...stored, input: random(32) },
      { ...stored, sealedStoreKey: random(48) },
    ]) {
      expect(() => openVaultByPasskey({ vault: { ...vault, passkey: changed }, output })).toThrow(refused);
    }
  });

  test('keeps it when the passphrase changes, has one at most, and none once it is removed', async () => {
    const { vault, storeKey, passkey } = await vaultWithPasskey();
    const changed = await changePassphrase({ vault, passphrase, newPassphrase: 'another', random });
    expect(openVaultByPasskey({ vault: changed, output: passkey.output }).bytes).toEqual(storeKey.bytes);
    const second = enrolment();
    const replaced = addPasskey({ vault, storeKey, passkey: second });
    expect(openVaultByPasskey({ vault: replaced, output: second.output }).bytes).toEqual(storeKey.bytes);
    const { output } = passkey;
    expect(() => openVaultByPasskey({ vault: replaced, output })).toThrow(expect.objectContaining(failure('bad-key')));
    const removed = removePasskey(replaced);
    expect(encodeVault(removed)).toContain('"version": 1');
    const missing = expect.objectContaining(failure('invalid-argument'));
    expect(() => openVaultByPasskey({ vault: removed, output: second.output })).toThrow(missing);
    expect((await openVault({ vault: removed, passphrase })).bytes).toEqual(storeKey.bytes);
  });

  test('seals every passkey under a key of its own', async () => {
    const storeKey = new Secret(random(32));
    const { vault } = await vaultWithPasskey();
    const passkey = enrolment();
    const seal = (other: Partial<typeof passkey>) =>
      addPasskey({ vault, storeKey, passkey: { ...passkey, ...other } }).passkey?.sealedStoreKey;
    const sealed = [{}, { input: random(32) }, { credentialId: random(20) }, { output: random(32) }].map(seal);
    expect(new Set(sealed.map(String)).size).toBe(4);
  });

  test('refuses what no authenticator answers', async () => {
    const { vault, storeKey } = await vaultWithPasskey();
    for (const bad of [
      { credentialId: new Uint8Array(0) },
      { credentialId: new Uint8Array(1_024) },
      { input: random(31) },
      { output: random(33) },
    ]) {
      expect(() => addPasskey({ vault, storeKey, passkey: { ...enrolment(), ...bad } })).toThrow(
        expect.objectContaining(failure('invalid-argument')),
      );
    }
    const largest = addPasskey({ vault, storeKey, passkey: { ...enrolment(), credentialId: random(1_023) } });
    expect(decodeVault(encodeVault(largest))).toEqual(largest);
  });

  test('is refused in another version, shape or spelling', async () => {
    const { vault } = await vaultWithPasskey();
    const fields = JSON.parse(encodeVault(vault));
    const { passkey, ...without } = fields;
    const cases: [string, unknown][] = [
      ['not-canonical', { ...fields, version: 1 }],
      ['malformed', { ...without }],
      ['malformed', { ...without, passkey: null }],
      ['malformed', { ...without, passkey: { ...passkey, method: 'other' } }],
      ['malformed', { ...without, passkey: { ...passkey, credentialId: 5 } }],
      ['wrong-length', { ...without, passkey: { ...passkey, credentialId: '' } }],
      ['wrong-length', { ...without, passkey: { ...passkey, input: 'aa' } }],
      ['wrong-length', { ...without, passkey: { ...passkey, sealedStoreKey: 'aa' } }],
      ['not-canonical', { ...without, passkey: { ...passkey, extra: 1 } }],
      ['wrong-version', { ...fields, version: 3 }],
    ];
    for (const [code, value] of cases) {
      const text = `${JSON.stringify(value, null, 2)}\n`;
      expect(() => decodeVault(text)).toThrow(expect.objectContaining(failure(code)));
    }
  });
});
