import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packageGraph, reduceEdges } from '../../scripts/checks/package-graph.ts';
import { problemsOf, sampleWorkspaces } from './sample-repository.ts';

const PACKAGES = {
  '@sotto/low': { layer: 0, files: { 'src/index.ts': 'export const low = 1;\n' } },
  '@sotto/middle': { layer: 1, files: { 'src/index.ts': "export { low } from '@sotto/low';\n" } },
  '@sotto/high': {
    layer: 2,
    files: {
      'src/index.ts': "import { low } from '@sotto/middle';\nimport { low as same } from '@sotto/low';\n",
      'src/index.test.ts': "import '@sotto/unseen';\n",
    },
  },
};

function withPage(page: string): string {
  const root = sampleWorkspaces(PACKAGES);
  writeFileSync(join(root, 'ARCHITECTURE.md'), page);
  return root;
}

describe('the package graph', () => {
  test('leaves out arrows that a longer way implies', () => {
    const edges = new Map([
      ['a', new Set(['b', 'c'])],
      ['b', new Set(['c'])],
      ['c', new Set<string>()],
    ]);
    expect(reduceEdges(edges)).toEqual([
      ['a', 'b'],
      ['b', 'c'],
    ]);
  });

  test('fails without a page, without markers and when the drawing is old', async () => {
    expect(await problemsOf(packageGraph, sampleWorkspaces(PACKAGES))).toHaveLength(1);
    expect(await problemsOf(packageGraph, withPage('# Architecture\n'))).toHaveLength(1);
    const old = '<!-- package-graph -->\nold\n<!-- /package-graph -->\n';
    expect(await problemsOf(packageGraph, withPage(old))).toEqual([expect.stringContaining("not today's")]);
  });

  test('is drawn between the markers by --write and then agrees', async () => {
    const root = withPage('before\n<!-- package-graph --><!-- /package-graph -->\nafter\n');
    await packageGraph.run({ root, write: true });
    const page = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
    expect(page).toMatch(/^before\n[\s\S]*after\n$/);
    expect(page).toContain('  high --> middle\n  middle --> low\n```');
    expect(page).not.toContain('high --> low');
    expect(await problemsOf(packageGraph, root)).toEqual([]);
  });
});
