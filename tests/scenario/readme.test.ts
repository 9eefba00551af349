import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** The code fences of the README whose info string is `info`. */
function fences(info: string): string[] {
  return [...README.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].flatMap(([, label, code]) =>
    label === info ? [code ?? ''] : [],
  );
}

async function run(args: readonly string[]): Promise<{ readonly code: number; readonly output: string }> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], { cwd: ROOT });
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  const [code] = await once(child, 'exit');
  return { code: Number(code), output };
}

describe('the README', () => {
  it('has an example of the SDK that runs as it stands, and ends by itself', { timeout: 120_000 }, async () => {
    const [example] = fences('ts example');
    const file = join(import.meta.dirname, `readme-example-${process.pid}.ts`);
    await writeFile(file, example ?? '');
    try {
      expect(await run([file])).toEqual({ code: 0, output: 'Hello Grace, this is Ada.\n' });
    } finally {
      await rm(file);
    }
  });

  it('names only commands that exist', { timeout: 120_000 }, async () => {
    const lines = fences('sh').flatMap((code) => code.split('\n'));
    const commands = lines.flatMap((line) => /^\.\/sotto ([a-z]+(?: run)?)/.exec(line)?.[1] ?? []);
    expect(commands.length).toBeGreaterThan(5);
    for (const command of new Set(commands)) {
      const { code, output } = await run(['apps/cli/src/main.ts', ...command.split(' '), '--help']);
      expect([command, code]).toEqual([command, 0]);
      expect(output).toContain(`sotto ${command}`);
    }
    const scripts = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).scripts as Record<string, string>;
    const wanted = lines.flatMap((line) => /^npm (?:run )?([a-z]+)/.exec(line)?.[1] ?? []);
    expect(wanted).toEqual(['start', 'demo', 'test']);
    for (const script of wanted) expect(scripts).toHaveProperty(script);
  });
});
