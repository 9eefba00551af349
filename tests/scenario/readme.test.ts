/** What the README shows is true: its example runs, its commands exist, its table is the one of the program. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { sotto } from './stage/command-line.ts';
import { STORY_TIMEOUT_MS } from './stage/patience.ts';
import { REPOSITORY, StoryProcess } from './stage/story-process.ts';

interface Fence {
  readonly info: string;
  readonly text: string;
}

const FENCE = /^```([^\n]*)\n([\s\S]*?)^```$/gm;

let readme = '';
let fences: readonly Fence[] = [];

beforeAll(async () => {
  readme = await readFile(join(REPOSITORY, 'README.md'), 'utf8');
  fences = [...readme.matchAll(FENCE)].map(([, info = '', text = '']) => ({ info: info.trim(), text }));
});

/** The lines of shell fences, without comments. */
function shellLines(): readonly string[] {
  return fences
    .filter(({ info }) => info === 'sh')
    .flatMap(({ text }) => text.split('\n'))
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');
}

/** Runs a module that lies in the repository, so that it finds the packages. */
async function runModule(source: string): Promise<StoryProcess> {
  // A folder that version control and every check leave alone.
  await mkdir(join(REPOSITORY, '.sotto'), { recursive: true });
  const folder = await mkdtemp(join(REPOSITORY, '.sotto', 'readme-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'example.ts'), source);
  const process = StoryProcess.start({ args: [join(folder, 'example.ts')] });
  await process.ended;
  return process;
}

describe('the README', () => {
  it(
    'shows an example that sends a message from one client to another',
    async () => {
      const examples = fences.filter(({ info }) => info === 'ts example');
      expect(examples).toHaveLength(1);
      const [{ text }] = examples as [Fence];
      const said = /\.send\('\w+', '([^']+)'\)/.exec(text)?.[1];
      const { stdout, stderr, child } = await runModule(text);
      expect({ stdout, stderr, exitCode: child.exitCode }).toEqual({ stdout: `${said}\n`, stderr: '', exitCode: 0 });
    },
    STORY_TIMEOUT_MS,
  );

  it('marks every TypeScript fence as an example that is run', () => {
    expect(fences.filter(({ info }) => info.startsWith('ts')).map(({ info }) => info)).toEqual(['ts example']);
  });

  it(
    'names only commands and options that exist',
    async () => {
      const commands = shellLines().filter((line) => line.startsWith('./sotto '));
      expect(commands.length).toBeGreaterThan(5);
      for (const line of commands) {
        const words = line.split(/\s+/).slice(1);
        const command = words[0] === 'mailbox' ? words.slice(0, 2) : words.slice(0, 1);
        const { exitCode, stdout } = await sotto([...command, '--help']);
        expect(exitCode, line).toBe(0);
        expect(stdout, line).toContain(`Usage: sotto ${command.join(' ')}`);
        for (const option of words.filter((word) => word.startsWith('--'))) {
          expect(stdout, line).toMatch(new RegExp(`(^|\\s)${option}\\b`, 'm'));
        }
      }
    },
    STORY_TIMEOUT_MS,
  );

  it('names only scripts that exist', async () => {
    const { scripts } = JSON.parse(await readFile(join(REPOSITORY, 'package.json'), 'utf8')) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    const named = shellLines()
      .filter((line) => line.startsWith('npm '))
      .map((line) => line.replace(/^npm (run )?/, '').split(' ')[0] ?? '');
    expect(named.length).toBeGreaterThan(2);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
  });

  it('has the exit codes of the program', async () => {
    const { stdout } = await sotto(['--help']);
    const unfolded = stdout.replace(/\s+/g, ' ');
    const rows = [...readme.matchAll(/^\| (\d) \| (.+?) \|$/gm)];
    expect(rows.map(([, code]) => Number(code))).toEqual([0, 1, 2, 3, 4, 5, 6]);
    for (const [, code, meaning] of rows) expect(unfolded).toContain(` ${code} ${meaning}`);
  });
});
