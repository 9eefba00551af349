/**
 * A real Chromium without a system package: the binary comes with a package of the registry and is unpacked once a version.
 *
 * Owns: finding and starting the browser. Must not know: which page is opened in it.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { UnavailableError } from '@sotto/wire';
import type { Browser, BrowserContext } from 'playwright-core';

/** Names another Chromium than the one of the package. */
const EXECUTABLE_VARIABLE = 'SOTTO_CHROMIUM';
const PACKAGE = '@sparticuz/chromium';
const BINARY = 'chromium';
const UNPACK = `import(${JSON.stringify(PACKAGE)}).then(({ default: chromium }) => chromium.executablePath())`;

/** Why no Chromium can be started on this machine; `undefined` when one can. */
export function chromiumMissing(): string | undefined {
  if (process.env[EXECUTABLE_VARIABLE] !== undefined) return undefined;
  if (process.platform === 'linux' && process.arch === 'x64') return undefined;
  return `the packaged Chromium is for Linux on x64; name another one in ${EXECUTABLE_VARIABLE}`;
}

/** A headless Chromium; the caller closes it. @throws {UnavailableError} `not-found` where there is none */
export async function launchChromium(): Promise<Browser> {
  const executablePath = process.env[EXECUTABLE_VARIABLE] ?? (await packagedChromium());
  const { chromium } = await import('playwright-core');
  return await sandboxed((chromiumSandbox) => chromium.launch({ executablePath, headless: true, chromiumSandbox }));
}

/**
 * The same with a profile that keeps its data in a folder: what pages store there outlives the browser.
 * @throws {UnavailableError} `not-found` where there is none
 */
export async function launchProfile(folder: string): Promise<BrowserContext> {
  const executablePath = process.env[EXECUTABLE_VARIABLE] ?? (await packagedChromium());
  const { chromium } = await import('playwright-core');
  return await sandboxed((chromiumSandbox) =>
    chromium.launchPersistentContext(folder, { executablePath, headless: true, chromiumSandbox }),
  );
}

/** The sandbox does not run as root, nor where the system keeps user namespaces from ordinary users. */
async function sandboxed<Launched>(launch: (chromiumSandbox: boolean) => Promise<Launched>): Promise<Launched> {
  if (process.getuid?.() === 0) return await launch(false);
  return await launch(true).catch(() => launch(false));
}

async function packagedChromium(): Promise<string> {
  const missing = chromiumMissing();
  if (missing !== undefined) throw new UnavailableError('not-found', missing);
  const folder = dirname(dirname(fileURLToPath(import.meta.resolve(PACKAGE))));
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { readonly version: string };
  const cache = join(dirname(dirname(folder)), '.cache', 'sotto');
  const unpacked = join(cache, `chromium-${version}`);
  if (!existsSync(join(unpacked, BINARY))) await unpack(cache, unpacked);
  return join(unpacked, BINARY);
}

/**
 * The package unpacks into the temporary folder and takes what it finds there for its own, half-written files and
 * other people's included. A private folder that gets its name when it is complete has none of that.
 */
async function unpack(cache: string, unpacked: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'unpack-'));
  try {
    const run = promisify(execFile);
    const options = { cwd: import.meta.dirname, env: { ...process.env, TMPDIR: folder } };
    await run(process.execPath, ['--input-type=module', '--eval', UNPACK], options);
    await rename(folder, unpacked);
  } catch (cause) {
    // Another process was faster.
    if (!existsSync(join(unpacked, BINARY))) throw new UnavailableError('not-found', 'unpacking Chromium', { cause });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
