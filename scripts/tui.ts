/**
 * `npm run tui`: the `sotto` command from this checkout, which without arguments is the terminal app.
 *
 * usage: npm run tui -- [arguments of sotto]
 */
import { enableCompileCache } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
// Of this checkout alone, as in `./sotto`: compiled code in a folder of everybody's could be somebody else's.
enableCompileCache(join(root, 'node_modules', '.cache', 'compiled'));
await import('../apps/cli/src/main.ts');
