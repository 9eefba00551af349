import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const SOURCES = import.meta.dirname;
const MAIN = join(SOURCES, 'main.ts');

/** What loading `file` loads at once: own files and packages, following static imports that are not types only. */
function loadedBy(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = readFileSync(file, 'utf8');
  for (const [, clause, name] of text.matchAll(/^(?:import|export)\s([^'";]*?from\s+)?'([^']+)';/gm)) {
    if (name === undefined || clause?.startsWith('type ')) continue;
    if (name.startsWith('.')) loadedBy(resolve(dirname(file), name), seen);
    else seen.add(name);
  }
  return seen;
}

function start(...args: string[]) {
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, SOTTO_HOME: join(SOURCES, 'no-such-home') },
  });
}

describe('starting the command', () => {
  it('loads neither the drawing library nor the network until they are needed', () => {
    const loaded = [...loadedBy(MAIN)];
    expect(loaded).toContain('commander');
    expect(
      loaded.filter((name) => /^(ink|react|sotto|libp2p|@sotto\/(mailbox|network|client|crypto|identity))/.test(name)),
    ).toEqual([]);
    expect(loaded.filter((name) => name.includes('/tui/'))).toEqual([]);
  });

  it('prints the help and ends by itself', async () => {
    const child = start('--help');
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += String(chunk);
    });
    const [code] = await once(child, 'close');
    expect(code).toBe(0);
    expect(text).toContain('Exit codes:');
  });

  it('ends with the exit code of the error', async () => {
    const child = start('frobnicate', '--json');
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += String(chunk);
    });
    const [code] = await once(child, 'close');
    expect(code).toBe(2);
    expect(JSON.parse(text)).toMatchObject({ error: { code: 'invalid-argument' } });
  });

  it('does not break when its reader goes away', async () => {
    const child = start('--help');
    child.stdout.destroy();
    let complaint = '';
    child.stderr.on('data', (chunk) => {
      complaint += String(chunk);
    });
    const [code] = await once(child, 'close');
    expect(complaint).toBe('');
    expect(code).toBe(0);
  });
});
