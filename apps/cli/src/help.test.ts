import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { runCli } from './cli.ts';
import { CommandRunner } from './command-runner.ts';
import { buildProgram } from './program.ts';
import { FakeEnvironment } from './testing/fake-environment.ts';

function commandsUnder(
  command: Command,
  path: readonly string[] = [],
): { path: readonly string[]; command: Command }[] {
  return [{ path, command }, ...command.commands.flatMap((child) => commandsUnder(child, [...path, child.name()]))];
}

const environment = new FakeEnvironment();
const all = commandsUnder(buildProgram(environment, new CommandRunner(environment, { exitCode: 0, printed: false })));

async function helpOf(path: readonly string[]): Promise<string> {
  const fresh = new FakeEnvironment();
  expect(await runCli([...path, '--help'], fresh)).toBe(0);
  expect(fresh.stderr.text).toBe('');
  return fresh.stdout.text;
}

describe('the help', () => {
  it.each(all.map(({ path, command }) => [path.join(' ') || 'sotto', path, command] as const))(
    'of %s describes what it does, every option, and shows an example',
    async (_name, path, command) => {
      const help = await helpOf(path);
      expect(command.description().length).toBeGreaterThan(20);
      expect(help).toContain('Examples:\n  $ ');
      for (const option of command.options) expect(option.description).not.toBe('');
      for (const argument of command.registeredArguments) expect(argument.description).not.toBe('');
      if (path.length > 0) expect(help).toContain('--passphrase-file');
    },
  );

  it('is as reviewed', async () => {
    const texts = [];
    for (const { path } of all) texts.push(`# ${['sotto', ...path].join(' ')} --help\n\n${await helpOf(path)}`);
    await expect(texts.join('\n')).toMatchFileSnapshot('../help.txt');
  });

  it('prints the version', async () => {
    const fresh = new FakeEnvironment();
    expect(await runCli(['--version'], fresh)).toBe(0);
    expect(fresh.stdout.text).toBe('9.9.9\n');
  });
});
