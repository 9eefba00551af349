/**
 * One process of a story: what it prints is kept, it can be killed at any time, and it never outlives its test.
 *
 * Must not know: what the process does.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));

/** Stories start the same programs again and again: what Node makes of their sources is kept between them. */
const COMPILE_CACHE = join(REPOSITORY, 'node_modules/.cache/stories');

export interface ProcessEnd {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface StartOptions {
  /** Program and arguments for Node. */
  readonly args: readonly string[];
  /** Modules that are loaded before the program. */
  readonly preload?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Opens a channel for messages. */
  readonly ipc?: boolean;
}

export class StoryProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<ProcessEnd>;
  #stdout = '';
  #stderr = '';

  private constructor(child: ChildProcess) {
    this.child = child;
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
    });
    // Not the event `close` of the process: with a channel for messages it may never come.
    const said = [child.stdout, child.stderr].map((stream) => stream && finished(stream).catch(() => {}));
    this.ended = new Promise<ProcessEnd>((resolve) => {
      child.once('exit', (exitCode, signal) => resolve({ exitCode, signal }));
    }).then(async (end) => {
      await Promise.all(said);
      return end;
    });
  }

  static start({ args, preload = [], env = {}, input = '', ipc = false }: StartOptions): StoryProcess {
    const flags = ['--disable-warning=ExperimentalWarning', ...preload.flatMap((path) => ['--import', path])];
    const child = spawn(process.execPath, [...flags, ...args], {
      cwd: REPOSITORY,
      env: { ...environmentOfStories(), ...env },
      stdio: ['pipe', 'pipe', 'pipe', ...(ipc ? (['ipc'] as const) : [])],
    });
    // A process that is killed at once has nobody left to read from.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
    const story = new StoryProcess(child);
    onTestFinished(async () => {
      await story.kill();
    });
    return story;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Everything that it has printed so far. */
  get stdout(): string {
    return this.#stdout;
  }

  get stderr(): string {
    return this.#stderr;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** SIGKILL: no goodbye, nothing is flushed. */
  async kill(): Promise<ProcessEnd> {
    if (this.isRunning) this.child.kill('SIGKILL');
    return await this.ended;
  }

  /** SIGTERM, and the end that follows. */
  async stop(): Promise<ProcessEnd> {
    if (this.isRunning) this.child.kill('SIGTERM');
    return await this.ended;
  }

  /** What `pattern` finds in what it prints, as soon as it is there. Rejects when the process ends without. */
  async says(where: 'stdout' | 'stderr', pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const more = new Promise<true>((resolve) => this.child[where]?.once('data', () => resolve(true)));
      const found = pattern.exec(this[where]);
      if (found !== null) return found;
      if ((await Promise.race([more, this.ended])) !== true && pattern.exec(this[where]) === null) {
        throw new TypeError(`the process ended without saying ${pattern}: ${this.#stderr}`);
      }
    }
  }
}

/** Of our own environment only what any program needs: no options of the test runner reach the stories. */
function environmentOfStories(): Record<string, string> {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'SystemRoot', 'LANG'];
  const entries = kept.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(entries), NO_COLOR: '1', NODE_COMPILE_CACHE: COMPILE_CACHE };
}
