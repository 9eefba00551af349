/** `npm start` as people meet it: it builds what has changed, runs the node, says where it is, and ends by Ctrl-C. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, onTestFinished, test } from 'vitest';
import { STORY_TIMEOUT_MS, watch } from './stage/patience.ts';
import { scratchFolder } from './stage/scratch-folder.ts';
import { REPOSITORY, StoryProcess } from './stage/story-process.ts';

const PROGRAM = join(REPOSITORY, 'scripts/start.ts');
const NODE_PROGRAM = join(REPOSITORY, 'apps/node/src/main.ts');
const ANY_PORT = ['--port', '0', '--mailbox-port', '0', '--relay-port', '0', '--stun-port', '0'];
const ADDRESS = /^Sotto is at (http:\/\/localhost:(\d+))$/m;

async function packageScripts(): Promise<Readonly<Record<string, string>>> {
  const { scripts } = JSON.parse(await readFile(join(REPOSITORY, 'package.json'), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  return scripts;
}

describe('npm start', () => {
  test('installs what it needs, then runs the program of this test; the terminal app is npm run tui', async () => {
    const scripts = await packageScripts();
    expect(scripts['prestart']).toBe('node scripts/setup.cjs');
    expect(scripts['start']).toBe('node --disable-warning=ExperimentalWarning scripts/start.ts');
    expect(scripts['pretui']).toBe(scripts['prestart']);
    expect(scripts['tui']).toBe('node --disable-warning=ExperimentalWarning scripts/tui.ts');
  });

  test('npm run tui is the sotto command with its arguments', async () => {
    const command = StoryProcess.start({ args: [join(REPOSITORY, 'scripts/tui.ts'), 'chat', '--help'] });
    expect((await command.ended).exitCode).toBe(0);
    expect(command.stdout).toContain('Usage: sotto chat [options] [contact]');
  });

  test(
    'serves the web app of these sources, finds itself when it is started again, and ends cleanly by Ctrl-C',
    async () => {
      const home = await scratchFolder();
      const first = StoryProcess.start({ args: [PROGRAM, ...ANY_PORT], env: { HOME: home } });
      const [, origin = '', port = ''] = await first.says('stdout', ADDRESS);
      await first.says('stdout', /Ctrl-C/);
      expect(first.stdout).toContain(join(home, '.sotto-node'));
      // There is no screen in a story.
      expect(first.stdout).toContain('in a browser on this machine');

      const page = await fetch(`${origin}/`);
      expect(await page.text()).toContain('<title>Sotto</title>');
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
      const { hash } = (await (await fetch(`${origin}/bundle.json`)).json()) as { readonly hash: string };
      expect(first.stdout).toContain(`fingerprint ${hash}`);
      const byNumber = await fetch(`http://127.0.0.1:${port}/?text=a`, { redirect: 'manual' });
      expect([byNumber.status, byNumber.headers.get('location')]).toEqual([307, `${origin}/?text=a`]);

      const second = StoryProcess.start({ args: [PROGRAM, ...ANY_PORT], env: { HOME: home } });
      expect(await second.ended).toEqual({ exitCode: 0, signal: null });
      expect(second.stdout).toBe(`Sotto is at ${origin}: it runs already, as process ${first.pid}.\n`);
      expect(second.stderr).toBe('');

      first.child.kill('SIGINT');
      expect(await first.ended).toEqual({ exitCode: 0, signal: null });
      expect(first.stdout).toContain('Stopping');
      await expect(fetch(`${origin}/`)).rejects.toThrow();
    },
    STORY_TIMEOUT_MS,
  );

  test(
    'opens nothing for --help, builds nothing for it, and says what is wrong with other words',
    async () => {
      const help = StoryProcess.start({ args: [PROGRAM, '--help'] });
      expect((await help.ended).exitCode).toBe(0);
      expect(help.stdout).toContain('Usage: npm start -- [options]');
      expect(help.stderr).toBe('');
      const wrong = StoryProcess.start({ args: [NODE_PROGRAM, '--nonsense'] });
      expect((await wrong.ended).exitCode).toBe(2);
      expect(wrong.stderr).toContain('--nonsense');
      expect(wrong.stderr).not.toContain('    at ');
    },
    STORY_TIMEOUT_MS,
  );
});

describe.skipIf(process.platform === 'win32')('npm that is ended from outside', () => {
  test(
    'leaves no node behind',
    async () => {
      const home = await scratchFolder();
      // In the place of npm: a parent that is gone at once, and takes nothing with it.
      const args = JSON.stringify([PROGRAM, ...ANY_PORT]);
      const script = `require('child_process').spawn(process.execPath, ${args}, { stdio: 'inherit' })`;
      const npm = StoryProcess.start({ args: ['-e', script], env: { HOME: home, npm_lifecycle_event: 'start' } });
      await npm.says('stdout', /Ctrl-C/);
      const { pid } = JSON.parse(await readFile(join(home, '.sotto-node', 'running.json'), 'utf8')) as { pid: number };
      onTestFinished(() => {
        if (isRunning(pid)) process.kill(pid, 'SIGKILL');
      });
      // Ends when the last one who could write to its output has ended.
      await npm.kill();
      expect(npm.stdout).toContain('Stopping');
      expect(
        await watch(
          async () => isRunning(pid),
          (running) => !running,
        ),
      ).toBe(false);
    },
    STORY_TIMEOUT_MS,
  );
});

describe.skipIf(process.platform !== 'linux')('a node on a machine with a screen', () => {
  /** A folder of programs with an opener that writes down what it was asked to open, and ends so. */
  async function opener(
    folder: string,
    exitCode: number,
  ): Promise<{ readonly PATH: string; readonly DISPLAY: string }> {
    const script = `#!/bin/sh\nprintf %s "$*" > "${folder}/opened"\nexit ${exitCode}\n`;
    await writeFile(join(folder, 'xdg-open'), script, { mode: 0o755 });
    return { PATH: `${folder}:${process.env['PATH'] ?? ''}`, DISPLAY: ':99' };
  }

  test.each([
    ['opens its page in the browser', [], 0, 'in your browser, now'],
    ['goes on when no browser could be opened', [], 3, 'in your browser, now'],
    ['opens nothing when it is told so', ['--no-open'], 0, 'in a browser on this machine'],
  ] as const)(
    '%s',
    async (_what, more, exitCode, said) => {
      const home = await scratchFolder();
      const env = { HOME: home, ...(await opener(home, exitCode)) };
      const node = StoryProcess.start({ args: [PROGRAM, ...ANY_PORT, ...more], env });
      const [, origin = ''] = await node.says('stdout', ADDRESS);
      await node.says('stdout', /Ctrl-C/);
      expect(node.stdout).toContain(said);
      const opened = () => readFile(join(home, 'opened'), 'utf8').catch(() => '');
      if (more.length === 0) expect(await watch(opened, (text) => text !== '')).toBe(origin);
      if (exitCode !== 0) await node.says('stderr', new RegExp(`Open ${origin} yourself`));
      expect((await fetch(`${origin}/`)).status).toBe(200);
      expect(await node.stop()).toEqual({ exitCode: 0, signal: null });
      expect(await opened()).toBe(more.length === 0 ? origin : '');
    },
    STORY_TIMEOUT_MS,
  );
});

describe('a node that was started before', () => {
  test(
    'is where it was after it was killed, and says so when another program is there now',
    async () => {
      const home = await scratchFolder();
      const app = join(home, 'app');
      await mkdir(app);
      await writeFile(join(app, 'index.html'), '<!doctype html><title>app</title>');
      const run = (...more: string[]) =>
        StoryProcess.start({ args: [NODE_PROGRAM, '--app', app, ...more], env: { HOME: home } });
      const place = await freePorts();

      const first = run(...place);
      const [, origin = '', port = ''] = await first.says('stdout', ADDRESS);
      await first.says('stdout', /Ctrl-C/);
      const offered = await (await fetch(`${origin}/node.json`)).json();
      await first.kill();

      const second = run();
      expect((await second.says('stdout', ADDRESS))[1]).toBe(origin);
      await second.says('stdout', /Ctrl-C/);
      expect(await (await fetch(`${origin}/node.json`)).json()).toEqual(offered);
      await second.stop();

      const other = createServer((_request, response) => response.end('somebody else'));
      await new Promise<void>((resolve) => other.listen(Number(port), 'localhost', resolve));
      onTestFinished(() => void other.close());
      const third = run();
      const [, elsewhere] = await third.says('stdout', ADDRESS);
      expect(elsewhere).not.toBe(origin);
      await third.says('stdout', new RegExp(`one that\\n.* ${origin} is not seen here`));
      other.closeAllConnections();
      await new Promise((resolve) => other.close(resolve));
      await third.stop();

      const fourth = run();
      expect((await fourth.says('stdout', ADDRESS))[1]).toBe(origin);
    },
    STORY_TIMEOUT_MS,
  );

  test('says in words that its folder cannot be', async () => {
    const home = await scratchFolder();
    const node = StoryProcess.start({
      args: [NODE_PROGRAM, '--folder', join(PROGRAM, 'data'), ...ANY_PORT],
      env: { HOME: home },
    });
    expect((await node.ended).exitCode).toBe(1);
    expect(node.stderr).toMatch(/^sotto-node: .+\n$/);
    expect(node.stderr).not.toContain('    at ');
  });
});

/** Options for four ports that were free a moment ago. */
async function freePorts(): Promise<readonly string[]> {
  const servers = ['--port', '--mailbox-port', '--relay-port', '--stun-port'].map((name) => {
    return [name, createServer()] as const;
  });
  await Promise.all(
    servers.map(([, server]) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))),
  );
  const options = servers.flatMap(([name, server]) => [name, String((server.address() as AddressInfo).port)]);
  await Promise.all(servers.map(([, server]) => new Promise((resolve) => server.close(resolve))));
  return options;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
