import { cp, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Random } from '@sotto/ports';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Sotto } from './sotto.ts';
import { systemRandom } from './system.ts';

const passphrase = 'a passphrase';
const shared = {
  passphrase,
  vaultParameters: { memoryKiB: 64, passes: 1, parallelism: 1 },
  discovery: false,
  listen: false,
  replace: 'anything',
} as const;
/** Of an account that no mailbox knows. */
const words = `${'abandon '.repeat(11)}about`;
/** Nobody listens there. */
const mailboxes = ['/ip4/127.0.0.1/tcp/1/p2p/12D3KooWEXqLiiX7oAFoPi6g5S3YvjYqxVfUxmHyvcnQXkxqv9Uq'];

let folder: string;
let home: string;
let old: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-new-home-'));
  home = join(folder, 'home');
  old = await made(home, 'Ada');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The id of the account. */
async function made(where: string, name: string): Promise<string> {
  const { sotto } = await Sotto.create({ ...shared, home: where, name });
  const { id } = await sotto.account();
  await sotto.close();
  return id;
}

/** The id of the account that is in a home. */
async function accountIn(where: string): Promise<string> {
  const sotto = await Sotto.open({ home: where, passphrase, discovery: false, listen: false });
  const { id } = await sotto.account();
  await sotto.close();
  return id;
}

const recover = (more: object = {}) =>
  Sotto.recover({ ...shared, home, words, mailboxes, otherDevices: 'keep', ...more });

/** Its files without those of locks, sorted. */
async function filesOf(where: string): Promise<string[]> {
  return (await readdir(where)).filter((name) => !name.startsWith('lock.') && name !== 'vault-lock').sort();
}

const FILES = ['continuity', 'sotto.db', 'vault.json'];

class Broken extends Error {}

/** Fails at the draw of this number. */
function failingAt(draw: number): Random {
  let drawn = 0;
  return {
    bytes(length) {
      if (drawn++ === draw) throw new Broken();
      return systemRandom.bytes(length);
    },
  };
}

describe('an account that is to take the place of another', () => {
  it('is finished when it is opened, where a kill left the sign of an attempt beside it', async () => {
    await cp(join(home, 'vault.json'), join(home, 'vault.json.draft'));
    expect(await accountIn(home)).toBe(old);
    expect(await filesOf(home)).toEqual(FILES);
  });

  it('has it when it is whole, once and again, and what it replaced is deleted', async () => {
    for (const place of ['second', '.', 'second']) {
      const next = await made(home, 'Grace');
      expect(next).not.toBe(old);
      expect(await accountIn(home)).toBe(next);
      expect(await Sotto.status(home)).toMatchObject({ account: 'present' });
      expect(await filesOf(join(home, place))).toEqual(FILES);
      expect(await filesOf(home)).toEqual(place === '.' ? FILES : ['in-second', 'second']);
      old = next;
    }
  });

  it.each([
    ['words that are none', { words: 'some words' }, 'invalid-argument'],
    ['words with a wrong checksum', { words: 'abandon '.repeat(12).trim() }, 'invalid-argument'],
    ['a link that is none', { link: 'sotto:nothing' }, 'malformed'],
    ['nobody to ask', { mailboxes: [] }, 'invalid-argument'],
    ['a mailbox that does not answer', {}, 'unreachable'],
  ])('E1: leaves that one as it was after %s', async (_, more, code) => {
    await expect(recover(more)).rejects.toMatchObject({ code });
    expect(await Sotto.status(home)).toMatchObject({ account: 'present' });
    expect(await accountIn(home)).toBe(old);
  });

  it('E1: leaves that one as it was whenever making it fails', async () => {
    let failures = 0;
    for (let draw = 0; ; draw += 3) {
      const create = Sotto.create({ ...shared, home, name: 'Grace', random: failingAt(draw) });
      const made = await create.catch((error: unknown) => error);
      if (made instanceof Error) {
        expect(made).toBeInstanceOf(Broken);
        expect(await accountIn(home)).toBe(old);
        failures++;
        continue;
      }
      await (made as Awaited<typeof create>).sotto.close();
      break;
    }
    expect(failures).toBeGreaterThan(3);
    expect(await accountIn(home)).not.toBe(old);
  });

  it('E1: leaves that one as it was when its vault cannot be written, or the sign that it is the home', async () => {
    for (const obstacle of ['second', 'in-second.new']) {
      const path = join(home, obstacle);
      if (obstacle === 'second') await writeFile(path, '');
      else await mkdir(join(path, 'in the way'), { recursive: true });
      await expect(made(home, 'Grace')).rejects.toThrow();
      expect(await accountIn(home)).toBe(old);
      await rm(path, { recursive: true, force: true });
    }
    expect(await made(home, 'Grace')).toBe(await accountIn(home));
  });

  it('E1: is nothing when a kill comes before the sign, and the home when one comes after it', async () => {
    const other = join(folder, 'other');
    const next = await made(other, 'Grace');
    const beside = async () => cp(other, join(home, 'second'), { recursive: true });
    await beside();
    expect(await accountIn(home)).toBe(old);
    expect(await filesOf(home)).toEqual(FILES);
    await beside();
    await writeFile(join(home, 'in-second'), '');
    expect(await accountIn(home)).toBe(next);
    expect(await filesOf(home)).toEqual(['in-second', 'second']);
  });

  it('E1: goes on as an attempt after a kill, for as long as the other one is in use', async () => {
    await expect(recover()).rejects.toMatchObject({ code: 'unreachable' });
    const attempt = await filesOf(join(home, 'second'));
    expect(attempt).toContain('vault.json.draft');
    for (let time = 0; time < 2; time++) expect(await accountIn(home)).toBe(old);
    expect(await filesOf(join(home, 'second'))).toEqual(attempt);
    // Whole, and killed before it was the home.
    await cp(join(home, 'second', 'vault.json.draft'), join(home, 'second', 'vault.json'));
    expect(await accountIn(home)).toBe(old);
    expect(await filesOf(join(home, 'second'))).toContain('sotto.db');
    expect(await made(home, 'Grace')).toBe(await accountIn(home));
  });

  it('E1: keeps the vault of a lost account, whose database may still be found', async () => {
    await rename(join(home, 'sotto.db'), join(folder, 'found.db'));
    expect(await Sotto.status(home)).toMatchObject({ account: 'lost' });
    await expect(recover({ replace: 'lost' })).rejects.toMatchObject({ code: 'unreachable' });
    await rename(join(folder, 'found.db'), join(home, 'sotto.db'));
    expect(await accountIn(home)).toBe(old);
    await expect(recover({ replace: 'lost' })).rejects.toMatchObject({ code: 'already-initialised' });
  });
});
