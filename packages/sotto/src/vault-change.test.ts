import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PasskeyEnrolment } from '@sotto/crypto';
import { FakeClock } from '@sotto/testkit';
import { UnavailableError } from '@sotto/wire';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Sotto } from './sotto.ts';
import { systemRandom } from './system.ts';

const passphrase = 'a passphrase';
const quiet = { discovery: false, listen: false } as const;
const creating = { ...quiet, passphrase, vaultParameters: { memoryKiB: 64, passes: 1, parallelism: 1 } };

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'sotto-vault-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

/** A passkey of an authenticator that the person answers when they like. */
class Passkey {
  readonly secret = systemRandom.bytes(32);
  readonly #enrolment: PasskeyEnrolment = {
    credentialId: systemRandom.bytes(16),
    input: systemRandom.bytes(32),
    output: this.secret.slice(),
  };
  readonly #answer = Promise.withResolvers<'yes' | 'no'>();
  readonly #asked = Promise.withResolvers<void>();
  readonly isAsked = this.#asked.promise;

  readonly make = async (): Promise<PasskeyEnrolment> => {
    this.#asked.resolve();
    if ((await this.#answer.promise) === 'no') throw new UnavailableError('aborted', 'no');
    return this.#enrolment;
  };

  answer(answer: 'yes' | 'no' = 'yes'): this {
    this.#answer.resolve(answer);
    return this;
  }
}

/** Whether it opens the home. */
async function opens({ secret }: Passkey): Promise<boolean> {
  try {
    await (await Sotto.open({ ...quiet, home, passkey: async () => secret.slice() })).close();
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: expect.stringMatching(/^(bad-key|invalid-argument)$/) });
    return false;
  }
}

const add = ({ make: passkey }: Passkey, more: object = {}) => Sotto.addPasskey({ home, passphrase, passkey, ...more });

describe('changes of a vault', () => {
  it('wait for each other, so that none puts back what another one has changed', async () => {
    await (await Sotto.create({ ...creating, home, name: 'Ada' })).sotto.close();
    const [first, second] = [new Passkey(), new Passkey().answer()];
    const adding = add(first);
    await first.isAsked;
    const others = [add(second), Sotto.removePasskey(home)] as const;
    await expect(add(second, { waitMs: 0, clock: new FakeClock() })).rejects.toMatchObject({ code: 'home-busy' });
    await expect(Promise.race([second.isAsked, adding, Promise.resolve('waits')])).resolves.toBe('waits');
    first.answer();
    await Promise.all([adding, ...others]);
    expect(await opens(first)).toBe(false);
    const third = new Passkey().answer();
    await add(third);
    expect(await opens(third)).toBe(true);
  });

  it('happen beside an account that is open, and give way to nothing that takes its place meanwhile', async () => {
    const { sotto } = await Sotto.create({ ...creating, home, name: 'Ada' });
    const passkey = new Passkey().answer();
    await add(passkey);
    await sotto.close();
    expect(await opens(passkey)).toBe(true);

    const late = new Passkey();
    const adding = add(late);
    await late.isAsked;
    const options = { ...creating, home, name: 'Grace', replace: 'anything' } as const;
    await expect(Sotto.create({ ...options, waitMs: 0 })).rejects.toMatchObject({ code: 'home-busy' });
    late.answer();
    await adding;
    expect(await opens(late)).toBe(true);
    await (await Sotto.create(options)).sotto.close();
    expect(await opens(late)).toBe(false);
    await add(new Passkey().answer());
    expect(await Sotto.status(home)).toMatchObject({ account: 'present' });
  });

  it('leave the vault alone when the passphrase is wrong, or the person says no', async () => {
    await (await Sotto.create({ ...creating, home, name: 'Ada' })).sotto.close();
    const [kept, refused] = [new Passkey().answer(), new Passkey().answer('no')];
    await add(kept);
    await expect(add(refused)).rejects.toMatchObject({ code: 'aborted' });
    await expect(add(refused, { passphrase: 'another' })).rejects.toMatchObject({ code: 'wrong-passphrase' });
    expect(await opens(kept)).toBe(true);
    await Sotto.removePasskey(home);
    expect(await opens(kept)).toBe(false);
  });

  it('need an account, and leave nothing where none is', async () => {
    await expect(Sotto.removePasskey(home)).rejects.toMatchObject({ code: 'not-initialised' });
    expect(await readdir(home)).toEqual([]);
  });
});
