/**
 * What the README and the guides show is true: the example runs, the commands exist, the table is the one of the program,
 * the pictures are those that a test takes.
 */
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { MAX_PICTURE_BYTES, PICTURES } from '../browser/stage/pictures.ts';
import { sotto } from './stage/command-line.ts';
import { STORY_TIMEOUT_MS } from './stage/patience.ts';
import { REPOSITORY, StoryProcess } from './stage/story-process.ts';

interface Fence {
  readonly info: string;
  readonly text: string;
}

const FENCE = /^```([^\n]*)\n([\s\S]*?)^```$/gm;
const GUIDES = ['docs/web-app.md', 'docs/operators.md'];
const PICTURE = /!\[[^\]]+\]\(([^)]+)\)|<img src="([^"]+)" alt="[^"]+"/g;

let readme = '';
let fences: readonly Fence[] = [];

beforeAll(async () => {
  readme = await readFile(join(REPOSITORY, 'README.md'), 'utf8');
  fences = fencesOf(readme);
});

function fencesOf(page: string): readonly Fence[] {
  return [...page.matchAll(FENCE)].map(([, info = '', text = '']) => ({ info: info.trim(), text }));
}

/** The lines of shell fences, without comments. */
function shellLines(of = fences): readonly string[] {
  return of
    .filter(({ info }) => info === 'sh')
    .flatMap(({ text }) => text.split('\n'))
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');
}

/** What headings are called in an address. */
function anchors(page: string): readonly string[] {
  const headings = [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading.toLowerCase());
  return headings.map((heading) => heading.replaceAll(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-'));
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
      const operators = await readFile(join(REPOSITORY, 'docs/operators.md'), 'utf8');
      const lines = [...shellLines(), ...shellLines(fencesOf(operators))];
      const commands = lines.filter((line) => line.startsWith('./sotto '));
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

  it(
    'names only options of the node that exist',
    async () => {
      const operators = await readFile(join(REPOSITORY, 'docs/operators.md'), 'utf8');
      const help = StoryProcess.start({ args: [join(REPOSITORY, 'apps/node/src/main.ts'), '--help'] });
      expect((await help.ended).exitCode).toBe(0);
      const lines = shellLines(fencesOf(operators)).filter((line) => line.startsWith('node apps/node/src/main.ts '));
      expect(lines.length).toBeGreaterThan(0);
      for (const option of lines.flatMap((line) => line.match(/--[a-z-]+/g) ?? [])) {
        expect(help.stdout).toContain(`  ${option} `);
      }
    },
    STORY_TIMEOUT_MS,
  );

  it('and the guides show pictures that are there, small, and taken by a test', async () => {
    const folder = join(REPOSITORY, 'docs/pictures');
    expect((await readdir(folder)).toSorted()).toEqual(PICTURES.map((name) => `${name}.png`).toSorted());
    const shown = new Set<string>();
    for (const page of ['README.md', ...GUIDES]) {
      const text = await readFile(join(REPOSITORY, page), 'utf8');
      for (const [, markdown, html] of text.matchAll(PICTURE)) {
        const path = join(REPOSITORY, page, '..', markdown ?? html ?? '');
        const bytes = await readFile(path);
        expect(bytes.subarray(1, 4).toString(), path).toBe('PNG');
        expect(bytes.length, path).toBeLessThan(MAX_PICTURE_BYTES);
        shown.add(path.slice(folder.length + 1));
      }
    }
    expect(readme).toMatch(PICTURE);
    expect([...shown].toSorted()).toEqual(PICTURES.map((name) => `${name}.png`).toSorted());
  });

  it('and the guides link to files, and headings, that are there', async () => {
    for (const page of ['README.md', ...GUIDES]) {
      const text = await readFile(join(REPOSITORY, page), 'utf8');
      const links = [...text.matchAll(/\]\((?!https?:)([^)#]*)#?([^)]*)\)/g)];
      expect(links.length, page).toBeGreaterThan(2);
      for (const [, path = '', heading = ''] of links) {
        const target = path === '' ? join(REPOSITORY, page) : join(REPOSITORY, page, '..', path);
        await expect(stat(target), path).resolves.toBeDefined();
        if (heading !== '') expect(anchors(await readFile(target, 'utf8')), `${path}#${heading}`).toContain(heading);
      }
    }
  });

  it('has the exit codes of the program', async () => {
    const { stdout } = await sotto(['--help']);
    const unfolded = stdout.replace(/\s+/g, ' ');
    const rows = [...readme.matchAll(/^\| (\d) \| (.+?) \|$/gm)];
    expect(rows.map(([, code]) => Number(code))).toEqual([0, 1, 2, 3, 4, 5, 6]);
    for (const [, code, meaning] of rows) expect(unfolded).toContain(` ${code} ${meaning}`);
  });
});
