import { DecodeError, LIMITS, LimitError } from '@sotto/wire';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nodeProvider } from './provider.node.ts';
import { portableProvider } from './provider.portable.ts';
import { failure, randomFrom } from './testing/devices.ts';
import { changePassphrase, createVault, openVault } from './vault.ts';
import { decodeVault, encodeVault, VAULT_PARAMETERS } from './vault-file.ts';

const parameters = VAULT_PARAMETERS.unsafeTestParameters;
const passphrase = 'correct horse battery staple';

function newVault() {
  return createVault({ passphrase, parameters, random: randomFrom('vault') });
}

describe('the vault', () => {
  test('gives its store key for the passphrase, on either provider, through its text form', async () => {
    const { vault, storeKey } = await newVault();
    expect(storeKey.bytes).toHaveLength(32);
    const read = decodeVault(encodeVault(vault));
    expect(read).toEqual(vault);
    for (const provider of [nodeProvider, portableProvider]) {
      const opened = await openVault({ vault: read, passphrase, provider });
      expect(opened.bytes).toEqual(storeKey.bytes);
    }
  });

  test('stays closed for any other passphrase, and says so with one code', async () => {
    const { vault } = await newVault();
    for (const wrong of ['x', `${passphrase} `, passphrase.toUpperCase()]) {
      await expect(openVault({ vault, passphrase: wrong })).rejects.toMatchObject(failure('wrong-passphrase'));
    }
    await expect(openVault({ vault, passphrase: '' })).rejects.toMatchObject(failure('invalid-argument'));
    await expect(createVault({ passphrase: '', parameters, random: randomFrom(1) })).rejects.toMatchObject(
      failure('invalid-argument'),
    );
  });

  test('the same passphrase typed as other code points opens it', async () => {
    const { vault, storeKey } = await createVault({ passphrase: 'caf\u00e9', parameters, random: randomFrom(2) });
    expect((await openVault({ vault, passphrase: 'cafe\u0301' })).bytes).toEqual(storeKey.bytes);
  });

  test('a change of passphrase keeps the store key and closes the old way', async () => {
    const { vault, storeKey } = await newVault();
    const stronger = { memoryKiB: 128, passes: 2, parallelism: 1 };
    const random = randomFrom('change');
    const options = { vault, passphrase, newPassphrase: 'another', parameters: stronger, random };
    const changed = await changePassphrase(options);
    expect(changed.parameters).toEqual(stronger);
    expect(changed.salt).not.toEqual(vault.salt);
    expect((await openVault({ vault: changed, passphrase: 'another' })).bytes).toEqual(storeKey.bytes);
    await expect(openVault({ vault: changed, passphrase })).rejects.toMatchObject(failure('wrong-passphrase'));
    await expect(changePassphrase({ ...options, passphrase: 'wrong' })).rejects.toMatchObject(
      failure('wrong-passphrase'),
    );
    expect((await changePassphrase({ vault, passphrase, newPassphrase: 'x', random })).parameters).toEqual(parameters);
  });

  test('parameters and salt are bound: another value does not open', async () => {
    const { vault } = await newVault();
    const salt = vault.salt.map((byte) => byte ^ 1);
    for (const other of [
      { ...vault, salt },
      { ...vault, parameters: { ...parameters, memoryKiB: 65 } },
      { ...vault, parameters: { ...parameters, passes: 2 } },
    ]) {
      await expect(openVault({ vault: other, passphrase })).rejects.toMatchObject(failure('wrong-passphrase'));
    }
  });
});

describe('a vault file', () => {
  test('G4: asking for more than the bounds is refused before any memory is taken', async () => {
    const { vault } = await newVault();
    const text = encodeVault(vault);
    const bombs = [
      ['memoryKiB', LIMITS.MAX_VAULT_MEMORY_KIB + 1],
      ['memoryKiB', 64 * 1_024 * 1_024],
      ['passes', LIMITS.MAX_VAULT_PASSES + 1],
      ['parallelism', LIMITS.MAX_VAULT_PARALLELISM + 1],
    ] as const;
    for (const [name, value] of bombs) {
      const bomb = JSON.stringify({ ...JSON.parse(text), [name]: value }, null, 2);
      expect(() => decodeVault(`${bomb}\n`)).toThrow(expect.objectContaining(failure('too-large')));
    }
    expect(() => decodeVault(' '.repeat(LIMITS.MAX_VAULT_BYTES + 1))).toThrow(
      expect.objectContaining(failure('too-large')),
    );
  });

  test('of another version, shape or spelling is refused', async () => {
    const { vault } = await newVault();
    const text = encodeVault(vault);
    const fields = JSON.parse(text);
    const cases: [string, unknown][] = [
      ['wrong-version', { ...fields, version: 3 }],
      ['malformed', { ...fields, version: 2 }],
      ['malformed', { ...fields, kdf: 'scrypt' }],
      ['malformed', { ...fields, passes: 0 }],
      ['malformed', { ...fields, passes: 1.5 }],
      ['malformed', { ...fields, passes: '1' }],
      ['malformed', { ...fields, memoryKiB: 7 }],
      ['malformed', { ...fields, salt: 5 }],
      ['malformed', { ...fields, salt: 'zz'.repeat(16) }],
      ['wrong-length', { ...fields, salt: 'aa' }],
      ['wrong-length', { ...fields, sealedStoreKey: 'aa' }],
      ['not-canonical', { ...fields, extra: 1 }],
      ['malformed', null],
      ['malformed', 'text'],
      ['wrong-version', []],
    ];
    for (const [code, value] of cases) {
      expect(() => decodeVault(`${JSON.stringify(value, null, 2)}\n`)).toThrow(expect.objectContaining(failure(code)));
    }
    expect(() => decodeVault(text.trim())).toThrow(expect.objectContaining(failure('not-canonical')));
    expect(() => decodeVault('{')).toThrow(expect.objectContaining(failure('malformed')));
  });

  test('G9: fuzzed text gives a vault that encodes to it, or a typed error, and touches no prototype', async () => {
    const { vault } = await newVault();
    const text = encodeVault(vault);
    const mutated = fc
      .tuple(fc.nat({ max: text.length - 1 }), fc.string({ maxLength: 3 }))
      .map(([at, inserted]) => text.slice(0, at) + inserted + text.slice(at + 1));
    const polluting = fc.constantFrom('{"__proto__":{"version":1}}', '{"constructor":{"prototype":{"x":1}}}');
    fc.assert(
      fc.property(fc.oneof(mutated, polluting, fc.json(), fc.string()), (input) => {
        try {
          expect(encodeVault(decodeVault(input))).toBe(input);
        } catch (error) {
          if (!(error instanceof DecodeError || error instanceof LimitError)) throw error;
        }
      }),
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
