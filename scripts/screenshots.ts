/** `npm run screenshots`: takes the pictures of the documentation anew, by the test that tells the story in them. */
import { spawnSync } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const runner = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const { status } = spawnSync(process.execPath, [runner, 'run', 'tests/browser/pictures.test.ts'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, SOTTO_PICTURES: join(root, 'docs', 'pictures') },
});
process.exitCode = status ?? 1;
