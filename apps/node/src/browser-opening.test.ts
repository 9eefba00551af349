import { mkdtempSync, readFileSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hasScreen, openBrowser, openCommand } from './browser-opening.ts';

const ADDRESS = 'http://localhost:7700';

describe('opening a browser', () => {
  it.each([
    ['linux', { DISPLAY: ':0' }, true],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
    ['linux', { WSL_DISTRO_NAME: 'Debian' }, true],
    ['linux', {}, false],
    ['linux', { DISPLAY: '' }, false],
    ['freebsd', { DISPLAY: ':0' }, true],
    ['darwin', {}, true],
    ['win32', {}, true],
    ['darwin', { SSH_CONNECTION: '192.0.2.1 50000 192.0.2.2 22' }, false],
    ['linux', { DISPLAY: ':10', SSH_TTY: '/dev/pts/0' }, false],
    ['win32', { CI: 'true' }, false],
  ] as const)('on %s with %o: %s', (platform, env, expected) => {
    expect(hasScreen({ platform, env })).toBe(expected);
  });

  it.each([
    ['darwin', {}, 'open'],
    ['win32', {}, 'rundll32'],
    ['linux', { WSL_DISTRO_NAME: 'Debian' }, 'rundll32.exe'],
    ['linux', {}, 'xdg-open'],
  ] as const)('gives the address to the opener of %s, and to no shell', (platform, env, program) => {
    const command = openCommand(ADDRESS, { platform, env });
    expect([command[0], command.at(-1)]).toEqual([program, ADDRESS]);
  });

  it('says so when there is no opener, or it fails', async () => {
    for (const command of [
      ['no-such-opener-anywhere', ADDRESS],
      [process.execPath, '-e', 'process.exit(3)'],
    ] as const) {
      await new Promise<void>((resolve) => openBrowser(command, resolve));
    }
  });

  it('starts the opener and leaves it alone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sotto-opener-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const opened = new Promise<string>((resolve) => {
      const watcher = watch(folder, (_event, name) => {
        if (name !== 'opened') return;
        watcher.close();
        resolve(join(folder, name));
      });
    });
    const script = `require('fs').writeFileSync('${folder}/new', process.argv[1]);require('fs').renameSync('${folder}/new', '${folder}/opened')`;
    let failures = 0;
    openBrowser([process.execPath, '-e', script, ADDRESS], () => {
      failures += 1;
    });
    expect(readFileSync(await opened, 'utf8')).toBe(ADDRESS);
    expect(failures).toBe(0);
  });
});
