import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { inputFiles } from './build-inputs.ts';

const REPOSITORY = join(import.meta.dirname, '../../../..');
const PROGRAM = 'apps/web/src/build/main.ts';
/** Two builds, on machines that may be busy. */
const TIMEOUT_MS = 240_000;

/** A checkout of the same sources elsewhere, with the same dependencies. */
async function copyCheckout(to: string): Promise<void> {
  for (const path of await inputFiles(REPOSITORY)) {
    await mkdir(dirname(join(to, path)), { recursive: true });
    await cp(join(REPOSITORY, path), join(to, path));
  }
  const modules = join(to, 'node_modules');
  await mkdir(join(modules, '@sotto'), { recursive: true });
  for (const name of await readdir(join(REPOSITORY, 'node_modules'))) {
    if (name.startsWith('.') || name === '@sotto' || name === 'sotto') continue;
    await symlink(join(REPOSITORY, 'node_modules', name), join(modules, name), 'junction');
  }
  for (const name of await readdir(join(to, 'packages'))) {
    const link = name === 'sotto' ? name : join('@sotto', name);
    await symlink(join(to, 'packages', name), join(modules, link), 'junction');
  }
}

/** By another process, in another folder, under another language and time. Resolves with all files as text. */
async function build(checkout: string, out: string, env: NodeJS.ProcessEnv): Promise<ReadonlyMap<string, string>> {
  const args = ['--disable-warning=ExperimentalWarning', join(checkout, PROGRAM), out];
  await promisify(execFile)(process.execPath, args, { cwd: out, env: { ...process.env, ...env } });
  const files = new Map<string, string>();
  for (const entry of await readdir(out, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) files.set(path.slice(out.length), await readFile(path, 'base64'));
  }
  return files;
}

test(
  'the same sources give the same bytes, wherever, whenever and under whatever settings they are built',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sotto reproducible-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const checkout = join(folder, 'another place', 'sotto');
    await copyCheckout(checkout);
    const [here, there] = [join(folder, 'here'), join(folder, 'there')];
    for (const out of [here, there]) await mkdir(out);
    const first = await build(REPOSITORY, here, { TZ: 'UTC', LANG: 'C', NODE_ENV: 'development' });
    const second = await build(checkout, there, { TZ: 'Asia/Tokyo', LANG: 'de_DE.UTF-8', NODE_ENV: 'test' });
    expect([...second.keys()]).toEqual([...first.keys()]);
    expect([...first.keys()]).toContain(join('/site', 'service-worker.js'));
    const different = [...first].filter(([name, contents]) => second.get(name) !== contents).map(([name]) => name);
    expect(different).toEqual([]);
    for (const [name, contents] of second) {
      expect(Buffer.from(contents, 'base64').includes('another place'), name).toBe(false);
    }
  },
  TIMEOUT_MS,
);
