import { expect, test } from 'vitest';
import { importCycles } from '../../scripts/checks/import-cycles.ts';
import { problemsOf, sampleWorkspaces } from './sample-repository.ts';

test('the cycle check passes a diamond', async () => {
  const files = {
    'src/index.ts': "import './left.ts';\nimport './right.ts';\n",
    'src/left.ts': "import './bottom.ts';\n",
    'src/right.ts': "import './bottom.ts';\n",
    'src/bottom.ts': 'export const bottom = 1;\n',
  };
  expect(await problemsOf(importCycles, sampleWorkspaces({ '@x/a': { layer: 0, files } }))).toEqual([]);
});

test('the cycle check names a circle of type imports once', async () => {
  const files = {
    'src/index.ts': "import './a.ts';\n",
    'src/a.ts': "import type { B } from './b.ts';\nexport type A = B;\n",
    'src/b.ts': "import type { A } from './a.ts';\nexport type B = A | 1;\n",
  };
  expect(await problemsOf(importCycles, sampleWorkspaces({ '@x/a': { layer: 0, files } }))).toEqual([
    'import cycle: packages/a/src/a.ts -> packages/a/src/b.ts -> packages/a/src/a.ts',
  ]);
});

test('the cycle check follows internal imports on every platform', async () => {
  const root = sampleWorkspaces({
    '@x/a': {
      layer: 0,
      imports: { '#provider': { node: './src/node.ts', default: './src/portable.ts' } },
      files: {
        'src/index.ts': "import '#provider';\n",
        'src/node.ts': 'export const provider = 1;\n',
        'src/portable.ts': "import './index.ts';\n",
      },
    },
  });
  expect(await problemsOf(importCycles, root)).toEqual([
    'import cycle: packages/a/src/index.ts -> packages/a/src/portable.ts -> packages/a/src/index.ts',
  ]);
});
