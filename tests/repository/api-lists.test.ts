import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { apiLists, exportedNames } from '../../scripts/checks/api-lists.ts';
import { problemsOf, sampleWorkspaces } from './sample-repository.ts';

const INDEX = "export { b, type C, d as e } from './x.ts';\nexport type { F } from './y.ts';\nexport const a = 1;\n";
const LIST = 'value a\nvalue b\ntype C\nvalue e\ntype F\n';
const sorted = (text: string) => text.trim().split('\n').sort();

describe('the API list check', () => {
  test('reads lists, renamings and declarations with their kinds', () => {
    expect(exportedNames(INDEX)?.sort()).toEqual(sorted(LIST));
    expect(exportedNames('export interface A {}\nexport class B {}\nexport async function c() {}\n')).toEqual([
      'type A',
      'value B',
      'value c',
    ]);
  });

  test('does not list what stands in a comment', () => {
    expect(exportedNames('// export const a = 1;\n/** export { b } */\nexport const c = 1;\n')).toEqual(['value c']);
  });

  test('fails on drift, says what changed, and --write repairs it', async () => {
    const root = sampleWorkspaces({
      '@x/a': { layer: 0, files: { 'src/index.ts': INDEX, 'api/index.txt': 'value b\nvalue gone\n' } },
    });
    const [problem] = await problemsOf(apiLists, root);
    expect(problem).toContain('+type C');
    expect(problem).toContain('-value gone');
    await apiLists.run({ root, write: true });
    expect(sorted(readFileSync(join(root, 'packages/a/api/index.txt'), 'utf8'))).toEqual(sorted(LIST));
    expect(await problemsOf(apiLists, root)).toEqual([]);
  });

  test('fails on a missing list, a missing index and export *', async () => {
    const root = sampleWorkspaces({
      '@x/a': { layer: 0, files: { 'src/index.ts': INDEX } },
      '@x/b': { layer: 0, files: {} },
      '@x/c': { layer: 0, files: { 'src/index.ts': "export * from './x.ts';\n" } },
    });
    expect(await problemsOf(apiLists, root)).toHaveLength(3);
  });
});
