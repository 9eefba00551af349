import { describe, expect, test } from 'vitest';
import { compareTrees, generatedCode } from '../../scripts/checks/generated-code.ts';
import { lint } from '../../scripts/checks/lint.ts';
import { types } from '../../scripts/checks/types.ts';
import { problemsOf, REPOSITORY, sampleRepository } from './sample-repository.ts';

describe('checks that run a tool', () => {
  test('lint names file, line and rule', async () => {
    const root = sampleRepository({ 'biome.json': '{}\n', 'a.ts': 'export const a: any = 1;\n' });
    expect(await problemsOf(lint, root)).toEqual([expect.stringMatching(/^a\.ts:1 .*noExplicitAny/)]);
  });

  test('types reports a mistake', async () => {
    const root = sampleRepository({
      'tsconfig.json': '{ "compilerOptions": { "noEmit": true, "types": [] }, "include": ["a.ts"] }',
      'a.ts': "export const a: number = 'text';\n",
    });
    expect(await problemsOf(types, root)).toEqual([expect.stringContaining('a.ts(1,14)')]);
  });

  test('a generator that cannot run is a failure, not a pass', async () => {
    const root = sampleRepository({ 'packages/wire/buf.yaml': 'version: v2\n' });
    const problems = await problemsOf(generatedCode, root);
    expect(problems.length).toBeGreaterThan(0);
  });

  test('generated code is compared file by file, both ways', () => {
    const root = sampleRepository({
      'committed/same.js': '1',
      'fresh/same.js': '1',
      'committed/changed.js': '1',
      'fresh/changed.js': '2',
      'committed/orphan.js': '1',
      'fresh/new.js': '1',
    });
    expect(compareTrees(`${root}/committed`, `${root}/fresh`)).toEqual([
      'changed.js is not what its schema generates',
      'new.js is missing',
      'orphan.js has no schema',
    ]);
  });

  test('the committed code is what the schemas generate', async () => {
    expect(await problemsOf(generatedCode, REPOSITORY)).toEqual([]);
  });
});
