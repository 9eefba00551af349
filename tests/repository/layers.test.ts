import { describe, expect, test } from 'vitest';
import { layers } from '../../scripts/checks/layers.ts';
import { problemsOf, sampleWorkspaces } from './sample-repository.ts';

const low = {
  layer: 0,
  files: { 'src/index.ts': 'export const low = 1;\n', 'src/deep.ts': 'export const deep = 1;\n' },
};
const usesLow = "import { low } from '@x/low';\nexport const high = low;\n";

describe('the layer check', () => {
  test('passes an import that goes down to a declared package', async () => {
    const root = sampleWorkspaces({
      '@x/low': low,
      '@x/high': { layer: 1, dependencies: ['@x/low'], files: { 'src/index.ts': usesLow } },
    });
    expect(await problemsOf(layers, root)).toEqual([]);
  });

  test.each([
    ['sideways', 0],
    ['up', -1],
  ])('refuses an import that runs %s', async (_direction, layer) => {
    const root = sampleWorkspaces({
      '@x/low': low,
      '@x/high': { layer, dependencies: ['@x/low'], files: { 'src/index.ts': usesLow } },
    });
    expect(await problemsOf(layers, root)).toEqual([
      `packages/high/src/index.ts: layer ${layer} (@x/high) imports layer 0 (@x/low)`,
    ]);
  });

  test('counts type imports, re-exports and dynamic imports', async () => {
    const root = sampleWorkspaces({
      '@x/low': low,
      '@x/high': {
        layer: 0,
        dependencies: ['@x/low'],
        files: {
          'src/index.ts': "export { low } from '@x/low';\n",
          'src/types.ts': "import type { Low } from '@x/low';\nexport type High = Low;\n",
          'src/inline.ts': "export type High = import('@x/low').Low;\n",
          'src/lazy.ts': "export const lazy = () => import('@x/low');\n",
        },
      },
    });
    expect(await problemsOf(layers, root)).toHaveLength(4);
  });

  test('refuses undeclared packages, of the workspace and from outside', async () => {
    const root = sampleWorkspaces({
      '@x/low': low,
      '@x/high': { layer: 1, files: { 'src/index.ts': `import 'left-pad';\n${usesLow}` } },
    });
    expect(await problemsOf(layers, root)).toEqual([
      "packages/high/src/index.ts: 'left-pad' is not a dependency of @x/high",
      'packages/high/src/index.ts: @x/high does not declare @x/low',
    ]);
  });

  test('refuses dependencies that nothing imports', async () => {
    const root = sampleWorkspaces({
      '@x/low': low,
      '@x/high': { layer: 1, dependencies: ['@x/low'], files: { 'src/index.ts': 'export const high = 1;\n' } },
    });
    expect(await problemsOf(layers, root)).toEqual([
      'packages/high/package.json: @x/low is declared and never imported',
    ]);
  });

  test('refuses deep paths and paths out of the package, in tests too', async () => {
    const root = sampleWorkspaces({
      '@x/low': low,
      '@x/high': {
        layer: 1,
        dependencies: ['@x/low'],
        files: {
          'src/index.test.ts': "import { deep } from '@x/low/src/deep.ts';\nexport { deep };\n",
          'src/index.ts': "import { low } from '../../low/src/index.ts';\nexport { low };\n",
        },
      },
    });
    expect(await problemsOf(layers, root)).toEqual([
      "packages/high/src/index.test.ts: '@x/low/src/deep.ts' reaches past the root of @x/low",
      "packages/high/src/index.ts: '../../low/src/index.ts' leaves the package",
    ]);
  });

  test('lets tests and nothing else import the testkit', async () => {
    const source = "import { fake } from '@sotto/testkit';\nexport { fake };\n";
    const root = sampleWorkspaces({
      '@sotto/testkit': { layer: 0, files: { 'src/index.ts': 'export const fake = 1;\n' } },
      '@x/high': { layer: 1, files: { 'src/a.test.ts': source, 'tests/b.ts': source, 'src/index.ts': source } },
    });
    expect(await problemsOf(layers, root)).toEqual([
      'packages/high/src/index.ts: only tests and benchmarks may import @sotto/testkit',
    ]);
  });

  test('gives tests and the testkit, and nothing else, the development dependencies', async () => {
    const source = "import { test } from 'vitest';\nexport { test };\n";
    const root = sampleWorkspaces({
      '@sotto/testkit': { layer: 0, files: { 'src/index.ts': source } },
      '@x/a': { layer: 0, files: { 'src/a.test.ts': source, 'src/testing/b.ts': source, 'src/index.ts': source } },
    });
    expect(await problemsOf(layers, root)).toEqual(["packages/a/src/index.ts: 'vitest' is not a dependency of @x/a"]);
  });

  test('wants internal imports listed and a layer on every package', async () => {
    const root = sampleWorkspaces({
      '@x/low': {
        imports: { '#known': { node: './src/a.ts', default: './src/b.ts' } },
        files: { 'src/index.ts': "import '#known';\nimport '#unknown';\n" },
      },
    });
    expect(await problemsOf(layers, root)).toEqual([
      'packages/low/package.json: no "layer"',
      'packages/low/src/index.ts: \'#unknown\' is not in "imports" of package.json',
    ]);
  });

  test('does not take comments and strings for imports', async () => {
    const source = [
      "// import { a } from '@x/above';",
      "/* export { b } from '@x/above'; */",
      "export const text = `import { c } from '@x/above'`;",
    ].join('\n');
    const root = sampleWorkspaces({ '@x/low': { layer: 0, files: { 'src/index.ts': source } } });
    expect(await problemsOf(layers, root)).toEqual([]);
  });
});
