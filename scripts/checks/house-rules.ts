/** Rules of the house that a linter does not know: one table, one line a rule. */
import type { Check } from './check.ts';
import { withoutComments } from './imports.ts';
import { isTestFile, listFiles, readText } from './source-files.ts';

interface Rule {
  readonly name: string;
  readonly pattern: RegExp;
  readonly applies: (path: string) => boolean;
  /** Looks at comments too. */
  readonly comments?: true;
}

const isSource = (path: string) => !isTestFile(path) && (path.startsWith('packages/') || path.startsWith('apps/'));
const isLibrary = (path: string) => !isTestFile(path) && path.startsWith('packages/');

const RULES: readonly Rule[] = [
  { name: 'a bare Error: use the SottoError family', pattern: /\bnew Error\(/, applies: isSource },
  { name: 'open work belongs in issues', pattern: /\b(TODO|FIXME|XXX|HACK)\b/, applies: () => true, comments: true },
  { name: 'Math.random is not random: use the Random port', pattern: /\bMath\.random\b/, applies: () => true },
  {
    name: 'the wall clock comes in through the Clock port',
    pattern: /\bDate\.now\b|\bnew Date\(\)|\bperformance\.now\b/,
    applies: (path) => isLibrary(path) && !/(^|\/)(system|(system-)?clock)(\.browser)?\.ts$/.test(path),
  },
  {
    name: 'a path of somebody’s machine',
    pattern: /(^|[\s'"`(=])\/(home|Users|root|work)\/\w/,
    applies: (path) => !isTestFile(path),
    comments: true,
  },
  {
    name: 'a label outside labels.ts: import LABELS',
    pattern: /['"`]sotto\/\d+\//,
    applies: (path) => path !== 'packages/wire/src/labels.ts',
  },
  {
    name: 'a file name that says nothing',
    pattern: /^/,
    applies: (path) => /(^|\/)(utils?|misc|common|helpers?)(\.|\/)/.test(path),
  },
  { name: 'a suppressed type error', pattern: /@ts-(ignore|nocheck|expect-error)/, applies: isSource, comments: true },
];

/** Problems of one file. */
export function ruleProblems(path: string, source: string): string[] {
  const code = withoutComments(source);
  return RULES.filter((rule) => rule.applies(path) && rule.pattern.test(rule.comments ? source : code)).map(
    (rule) => `${path}: ${rule.name}`,
  );
}

export const houseRules: Check = {
  name: 'house-rules',
  async run({ root }) {
    const files = ['packages', 'apps', 'bench', 'tests', 'scripts']
      .flatMap((folder) => listFiles(root, folder, ['.ts', '.tsx', '.cjs']))
      .filter((path) => path !== 'scripts/checks/house-rules.ts' && path !== 'tests/repository/house-rules.test.ts');
    return {
      problems: files.flatMap((path) => ruleProblems(path, readText(root, path))),
      summary: `${RULES.length} rules on ${files.length} files`,
    };
  },
};
