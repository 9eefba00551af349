/** Draws screens on a terminal in memory and presses keys on it, for tests. Waits for frames, never for time. */
import { once } from 'node:events';
import { stripVTControlCharacters } from 'node:util';
import { render } from 'ink';
import type { CommandContext } from '../command-context.ts';
import { AppSession } from '../tui/app-session.ts';
import { h } from '../tui/h.ts';
import { Root } from '../tui/screens/root.ts';
import { type FakeEnvironment, MemoryOutput } from './fake-environment.ts';

const KEYS: Readonly<Record<string, string>> = {
  enter: '\r',
  // The form of newer terminals: a bare escape byte is told from a sequence only by waiting.
  escape: '\u001b[27u',
  tab: '\t',
  up: '\u001b[A',
  down: '\u001b[B',
  'page-up': '\u001b[5~',
  'page-down': '\u001b[6~',
  'alt-enter': '\u001b\r',
  'alt-down': '\u001b[1;3B',
  'ctrl-c': '\u0003',
  'ctrl-f': '\u0006',
  'ctrl-t': '\u0014',
  'ctrl-n': '\u000e',
  'ctrl-r': '\u0012',
  'ctrl-u': '\u0015',
};

/** Keeps the last frame: in debug mode every drawing is one write. */
class FrameOutput extends MemoryOutput {
  frame = '';
  override _write(chunk: Uint8Array | string, encoding: string, done: () => void): void {
    const text = stripVTControlCharacters(chunk.toString());
    if (text.trim() !== '') this.frame = text;
    super._write(chunk, encoding, done);
  }
}

export interface ScreenOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly contact?: string;
}

export class Screen {
  readonly environment: FakeEnvironment;
  readonly #output = new FrameOutput();
  readonly #session: AppSession;
  readonly #app: ReturnType<typeof render>;
  quits = 0;

  constructor(environment: FakeEnvironment, { columns = 100, rows = 30, contact }: ScreenOptions = {}) {
    this.environment = environment;
    const output = Object.assign(this.#output, { isTTY: true, columns, rows });
    environment.stdin.isTTY = true;
    const context: CommandContext = {
      environment,
      home: '/home/ada/.sotto',
      passphraseFile: undefined,
      json: false,
      waitMs: 0,
      paint: (_style, text) => text,
      print: () => {},
    };
    this.#session = new AppSession(context, contact);
    const quit = () => {
      this.quits += 1;
    };
    const root = h(Root, { session: this.#session, home: context.home, clock: environment.clock, quit });
    this.#app = render(root, {
      stdin: environment.stdin,
      stdout: output,
      stderr: environment.stderr,
      debug: true,
      interactive: true,
      exitOnCtrlC: false,
      patchConsole: false,
    });
    void this.#session.start();
  }

  get frame(): string {
    return this.#output.frame;
  }

  /** Everything that was written to the terminal. */
  get raw(): string {
    return this.#output.text;
  }

  /** Waits until the newest frame shows `part`; gives the frame. */
  async until(part: string | RegExp): Promise<string> {
    const shows = () => (typeof part === 'string' ? this.frame.includes(part) : part.test(this.frame));
    while (!shows()) await once(this.#output, 'written');
    return this.frame;
  }

  /** Waits until the newest frame does not show `part` any more. */
  async untilGone(part: string): Promise<string> {
    while (this.frame.includes(part)) await once(this.#output, 'written');
    return this.frame;
  }

  /** Presses keys one after the other: names in `<…>`, anything else is typed. */
  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      const name = /^<(.+)>$/.exec(key)?.[1];
      this.environment.stdin.write(name === undefined ? key : (KEYS[name] ?? ''));
      await this.#settled();
    }
  }

  /** Pastes as terminals do. */
  async paste(text: string): Promise<void> {
    this.environment.stdin.write(`\u001b[200~${text}\u001b[201~`);
    await this.#settled();
  }

  async resize(columns: number, rows: number): Promise<void> {
    Object.assign(this.#output, { columns, rows });
    this.#output.emit('resize');
    await this.#settled();
  }

  async close(): Promise<void> {
    this.#app.unmount();
    await this.#session.close();
  }

  async #settled(): Promise<void> {
    await this.#app.waitUntilRenderFlush();
  }
}

/** Opens the app with an account and unlocks it. */
export async function openUnlocked(environment: FakeEnvironment, options: ScreenOptions = {}): Promise<Screen> {
  const screen = new Screen(environment, options);
  await screen.until('Passphrase');
  await screen.press('correct horse', '<enter>');
  await screen.until('◆ Sotto  ');
  return screen;
}
