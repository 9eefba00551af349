import { Console } from 'node:console';
import { describe, expect, it, vi } from 'vitest';
import type { CommandContext } from '../command-context.ts';
import { FakeEnvironment } from '../testing/fake-environment.ts';
import { PASSPHRASE_FILE } from '../testing/run-command.ts';
import { runTerminalApp } from './run.ts';

const ENTER_ALTERNATE_SCREEN = '\u001b[?1049h';
const LEAVE_ALTERNATE_SCREEN = '\u001b[?1049l';
const SHOW_CURSOR = '\u001b[?25h';
const WRAP_OFF = '\u001b[?7l';
const WRAP_ON = '\u001b[?7h';

// The test runner's console lacks it; the drawing library wraps the console with it.
Object.assign(console, { Console });
// Colours would be off in the test runner; the drawing library asks this when it is loaded, which is by the first run.
vi.stubEnv('FORCE_COLOR', '1');

function onTerminal(passphraseFile?: string) {
  const environment = new FakeEnvironment();
  Object.assign(environment.stdin, { isTTY: true });
  Object.assign(environment.stdout, { isTTY: true, columns: 80, rows: 24 });
  const context: CommandContext = {
    environment,
    home: '/h',
    passphraseFile,
    json: false,
    waitMs: 10_000,
    paint: (_style, text) => text,
    print: () => {},
  };
  return { environment, context };
}

function expectTerminalRestored({ stdout, stdin }: FakeEnvironment): void {
  expect(stdout.text).toContain(ENTER_ALTERNATE_SCREEN);
  expect(stdout.text.lastIndexOf(LEAVE_ALTERNATE_SCREEN)).toBeGreaterThan(
    stdout.text.lastIndexOf(ENTER_ALTERNATE_SCREEN),
  );
  expect(stdout.text.lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(stdout.text.lastIndexOf('\u001b[?25l'));
  expect(stdout.text.indexOf(WRAP_OFF)).toBeGreaterThanOrEqual(0);
  expect(stdout.text.lastIndexOf(WRAP_ON)).toBeGreaterThan(stdout.text.lastIndexOf(WRAP_OFF));
  expect(stdin.rawMode).toBe(false);
}

describe('running the terminal app', () => {
  it('opens by itself with a passphrase file, and leaves the terminal clean when it is told to end', async () => {
    const { environment, context } = onTerminal(PASSPHRASE_FILE);
    const running = runTerminalApp(context);
    await environment.stdout.until('Nobody here yet');
    expect(environment.backend.opened).toMatchObject({ reachable: true });
    environment.end();
    await running;
    expectTerminalRestored(environment);
    expect(environment.backend.client.closed).toBe(true);
  });

  it('leaves by Ctrl-C', async () => {
    const { environment, context } = onTerminal();
    const running = runTerminalApp(context);
    await environment.stdout.until('Passphrase');
    environment.stdin.write('\u0003');
    await running;
    expectTerminalRestored(environment);
  });

  it('leaves the terminal clean when something breaks, and passes the fault on', async () => {
    const { environment, context } = onTerminal(PASSPHRASE_FILE);
    environment.backend.exists = async () => {
      throw new RangeError('broken');
    };
    await expect(runTerminalApp(context)).rejects.toThrow('broken');
    expectTerminalRestored(environment);
  });

  it('uses no colours with NO_COLOR, but keeps weight and inversion', async () => {
    const coloured = onTerminal(PASSPHRASE_FILE);
    const plain = onTerminal(PASSPHRASE_FILE);
    plain.environment.variables = { NO_COLOR: '1' };
    for (const { environment, context } of [coloured, plain]) {
      const running = runTerminalApp(context);
      await environment.stdout.until('Nobody here yet');
      environment.end();
      await running;
    }
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are such sequences
    const colours = /\u001b\[(3[0-8]|4[0-8]|9\d)[;m]/;
    expect(coloured.environment.stdout.text).toMatch(colours);
    expect(plain.environment.stdout.text).not.toMatch(colours);
    expect(plain.environment.stdout.text).toContain('\u001b[1m');
  });
});
