/**
 * What the web app is measured in: its build, a local node that serves it, and browser profiles, all of them gone at the
 * end.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { launchProfile } from '@sotto/testkit';
import { UnavailableError } from '@sotto/wire';

const APPS = join(import.meta.dirname, '../../../apps');
const BUILD = join(APPS, 'web/src/build/main.ts');
const NODE = join(APPS, 'node/src/main.ts');
const QUIET = '--disable-warning=ExperimentalWarning';

export type Profile = Awaited<ReturnType<typeof launchProfile>>;
export type Tab = Awaited<ReturnType<Profile['newPage']>>;

export class WebPlace {
  readonly #folder: string;
  readonly #profiles: Profile[] = [];
  #node: ChildProcess | undefined;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Builds the app, as people get it. */
  static async make(): Promise<WebPlace> {
    const folder = await mkdtemp(join(tmpdir(), 'sotto-bench-web-'));
    const place = new WebPlace(folder);
    try {
      await promisify(execFile)(process.execPath, [QUIET, BUILD, join(folder, 'app')]);
      return place;
    } catch (error) {
      await place[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** A browser of its own. Data of the same name is the same data. */
  async profile(name: string): Promise<Profile> {
    const profile = await launchProfile(join(this.#folder, name));
    this.#profiles.push(profile);
    return profile;
  }

  /** The origin of the app, on this port. */
  async serve(port: number): Promise<string> {
    const ports = ['--port', String(port), '--mailbox-port', '0', '--relay-port', '0', '--stun-port', '0'];
    const folders = ['--folder', join(this.#folder, 'node'), '--app', join(this.#folder, 'app/site')];
    const node = spawn(process.execPath, [QUIET, NODE, '--json', ...folders, ...ports], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#node = node;
    const line = once(createInterface({ input: node.stdout }), 'line').then(([text]) => String(text));
    const first = await Promise.race([line, once(node, 'exit').then(() => undefined)]);
    if (first === undefined) throw new UnavailableError('refused', 'the local node ended at once');
    const { origin } = JSON.parse(first) as { readonly origin: string };
    return origin;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const profile of this.#profiles) await profile.close();
    if (this.#node !== undefined && this.#node.exitCode === null) {
      const exit = once(this.#node, 'exit');
      this.#node.kill('SIGTERM');
      await exit;
    }
    await rm(this.#folder, { recursive: true, force: true });
  }
}
