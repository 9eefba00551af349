/**
 * The public names of every package, as committed lists (`api/index.txt` of each): a change of the public surface
 * shows up in review. One line a name: `type Name` or `value name`, sorted by name.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Check } from './check.ts';
import { withoutComments } from './imports.ts';
import { readText } from './source-files.ts';
import { readWorkspaces } from './workspaces.ts';

const LIST = /\bexport\s+(type\s+)?\{([^}]*)\}/g;
const DECLARATION =
  /\bexport\s+(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(type|interface|const|let|function\*?|class)\s+([A-Za-z_$][\w$]*)/g;

/** One export of a list: `a`, `a as b`, `type A`. */
function listedName(entry: string, typeOnly: boolean): string {
  const words = entry.trim().split(/\s+/);
  const kind = typeOnly || (words[0] === 'type' && words.length > 1 && words[1] !== 'as') ? 'type' : 'value';
  return `${kind} ${words.at(-1)}`;
}

/** The API list of one index file. `undefined` when it exports `*`, which hides its names. */
export function exportedNames(source: string): string[] | undefined {
  const code = withoutComments(source);
  if (/\bexport\s+(type\s+)?\*/.test(code)) return undefined;
  const listed = [...code.matchAll(LIST)].flatMap((match) =>
    (match[2] ?? '')
      .split(',')
      .filter((entry) => entry.trim() !== '')
      .map((entry) => listedName(entry, match[1] !== undefined)),
  );
  const declared = [...code.matchAll(DECLARATION)].map((match) => {
    const kind = match[1] === 'type' || match[1] === 'interface' ? 'type' : 'value';
    return `${kind} ${match[2]}`;
  });
  const name = (line: string) => line.slice(line.indexOf(' ') + 1);
  return [...listed, ...declared].sort((a, b) => (name(a) < name(b) ? -1 : 1));
}

function drift(committed: string, actual: string): string {
  const before = new Set(committed.split('\n'));
  const after = new Set(actual.split('\n'));
  const added = [...after].filter((line) => !before.has(line)).map((line) => `+${line}`);
  const removed = [...before].filter((line) => !after.has(line)).map((line) => `-${line}`);
  return [...added, ...removed].join(', ');
}

export const apiLists: Check = {
  name: 'api-lists',
  async run({ root, write }) {
    const problems: string[] = [];
    const packages = readWorkspaces(root).filter(({ folder }) => folder.startsWith('packages/'));
    let total = 0;
    for (const { folder } of packages) {
      if (!existsSync(join(root, folder, 'src/index.ts'))) {
        problems.push(`${folder}: no src/index.ts`);
        continue;
      }
      const names = exportedNames(readText(root, `${folder}/src/index.ts`));
      if (names === undefined) {
        problems.push(`${folder}/src/index.ts: \`export *\` hides the names it exports`);
        continue;
      }
      total += names.length;
      const path = `${folder}/api/index.txt`;
      const actual = `${names.join('\n')}\n`;
      const committed = existsSync(join(root, path)) ? readText(root, path) : '';
      if (committed === actual) continue;
      if (write) {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeFileSync(join(root, path), actual);
      } else {
        problems.push(`${path}: not what src/index.ts exports (${drift(committed, actual)}); npm run check -- --write`);
      }
    }
    return { problems, summary: `${total} names of ${packages.length} packages` };
  },
};
