/**
 * What documents and comments point at exists: relative links, `specs/NN §n` in sources, and the attack ids of the
 * threat model, each of which must stand in the title of a test.
 */
import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Check } from './check.ts';
import { isTestFile, listFiles, readText } from './source-files.ts';

const LINK = /\]\(([^)\s]+)\)/g;
const SPEC_REFERENCE = /specs\/(\d\d)(?: §(\d+)(?:\.\d+)?)?/g;
const ATTACK_ID = /\b[A-G]\d{1,2}\b/g;
/** A text that starts with attack ids and a colon, as titles of tests do: `'A1, A2: refuses …'`. */
const TEST_TITLE = /['"`]((?:[A-G]\d{1,2}, )*[A-G]\d{1,2}): /g;
const THREAT_MODEL = 'docs/threat-model.md';

function brokenLinks(root: string, path: string): string[] {
  return [...readText(root, path).matchAll(LINK)]
    .map((match) => (match[1] ?? '').split('#')[0] ?? '')
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target))
    .filter((target) => !existsSync(join(root, posix.dirname(path), target)))
    .map((target) => `${path}: the link to ${target} leads nowhere`);
}

/** `NN` and `NN §n` of every section heading (`## n. Title`) of the specifications. */
function readSections(root: string): ReadonlySet<string> {
  return new Set(
    listFiles(root, 'specs', ['.md']).flatMap((path) => {
      const number = posix.basename(path).slice(0, 2);
      const headings = [...readText(root, path).matchAll(/^## (\d+)\. /gm)];
      return [number, ...headings.map((heading) => `${number} §${heading[1]}`)];
    }),
  );
}

function brokenSpecReferences(root: string, path: string, sections: ReadonlySet<string>): string[] {
  return [...readText(root, path).matchAll(SPEC_REFERENCE)]
    .map((match) => (match[2] === undefined ? (match[1] ?? '') : `${match[1]} §${match[2]}`))
    .filter((reference) => !sections.has(reference))
    .map((reference) => `${path}: specs/${reference} does not exist`);
}

function untestedAttacks(root: string, tests: readonly string[]): string[] {
  const tested = new Set(
    tests.flatMap((path) =>
      [...readText(root, path).matchAll(TEST_TITLE)].flatMap((match) => match[1]?.match(ATTACK_ID) ?? []),
    ),
  );
  if (!existsSync(join(root, THREAT_MODEL))) return [`${THREAT_MODEL} is missing`];
  const claimed = new Set(readText(root, THREAT_MODEL).match(ATTACK_ID) ?? []);
  return [...claimed].filter((id) => !tested.has(id)).map((id) => `${THREAT_MODEL}: no test is named after ${id}`);
}

export const references: Check = {
  name: 'references',
  async run({ root }) {
    const pages = listFiles(root, '.', ['.md']);
    const sources = ['packages', 'apps', 'bench', 'scripts', 'tests'].flatMap((folder) =>
      listFiles(root, folder, ['.ts', '.tsx', '.proto']),
    );
    const sections = readSections(root);
    const problems = [
      ...pages.flatMap((path) => brokenLinks(root, path)),
      ...[...pages, ...sources].flatMap((path) => brokenSpecReferences(root, path, sections)),
      ...untestedAttacks(
        root,
        sources.filter((path) => isTestFile(path) && !path.startsWith('tests/repository/')),
      ),
    ];
    return { problems, summary: `${pages.length} pages, ${sections.size} sections` };
  },
};
