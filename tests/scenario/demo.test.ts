import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const DEMO = join(ROOT, 'apps/cli/src/demo/main.ts');

describe('the demo', () => {
  it('plays its whole story in separate processes and sees every promise kept', { timeout: 240_000 }, async () => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', DEMO], { cwd: ROOT });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
    const [code] = await once(child, 'exit');
    expect(output).toContain('promises held.');
    expect(output).not.toContain('✗');
    expect(code).toBe(0);
  });
});
