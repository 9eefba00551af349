/**
 * `npm start`: builds the web app when its sources have changed, then runs the local node with it and opens a browser.
 *
 * usage: npm start -- [options]; `--help` lists them. They are those of apps/node.
 */
import { spawnSync } from 'node:child_process';
import { enableCompileCache } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { hashInputs } from '../apps/web/src/build/build-inputs.ts';
import { BUILT_FOLDER, builtFrom, SITE_FOLDER } from '../apps/web/src/build/built-folder.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
// Of this checkout alone: compiled code in a folder of everybody's could be somebody else's.
enableCompileCache(join(root, 'node_modules', '.cache', 'compiled'));

/** How soon a node notices that npm has been ended. */
const LOOK_MS = 1_000;

const args = process.argv.slice(2);
if (process.env['npm_lifecycle_event'] !== undefined) endWithParent();
if (args.includes('--help') || (await buildWhenChanged())) {
  const { runProgram } = await import('../apps/node/src/program.ts');
  await runProgram(['--app', join(BUILT_FOLDER, SITE_FOLDER), '--open', ...args]);
}

/** A process of its own: the bundler's memory is not the node's. */
async function buildWhenChanged(): Promise<boolean> {
  if ((await builtFrom(BUILT_FOLDER)) === (await hashInputs(root))) return true;
  process.stderr.write('Sotto: building the web app (once, and after changes) …\n');
  const program = join(root, 'apps', 'web', 'src', 'build', 'main.ts');
  // What it prints is for people; standard output belongs to the node.
  const build = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', program], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (build.status === 0) return true;
  process.stderr.write('Sotto: the web app could not be built; what went wrong stands above.\n');
  process.exitCode = 1;
  return false;
}

/** npm passes a signal on to the shell between, and the shell to nobody: a node that lost its parent ends as if told so. */
function endWithParent(): void {
  const parent = process.ppid;
  const looking = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(looking);
    process.kill(process.pid, 'SIGTERM');
  }, LOOK_MS);
  looking.unref();
}
