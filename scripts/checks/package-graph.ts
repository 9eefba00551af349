/**
 * The picture of the packages in ARCHITECTURE.md is drawn from what the sources import, never by hand. It stands
 * between two markers, and a drawing that is not today's fails.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from './check.ts';
import { importedSpecifiers, packageName } from './imports.ts';
import { isTestFile, readText } from './source-files.ts';
import { readWorkspaces, type Workspace } from './workspaces.ts';

const PAGE = 'ARCHITECTURE.md';
const OPENING = '<!-- package-graph -->';
const CLOSING = '<!-- /package-graph -->';

type Edges = ReadonlyMap<string, ReadonlySet<string>>;

function readEdges(root: string, workspaces: readonly Workspace[]): Edges {
  const names = new Set(workspaces.map(({ name }) => name));
  return new Map(
    workspaces.map((workspace) => {
      const sources = workspace.files.filter((file) => !isTestFile(file));
      const imported = sources.flatMap((file) => importedSpecifiers(readText(root, file)).map(packageName));
      return [workspace.name, new Set(imported.filter((name) => names.has(name) && name !== workspace.name))];
    }),
  );
}

function reaches(edges: Edges, from: string, to: string): boolean {
  return [...(edges.get(from) ?? [])].some((next) => next === to || reaches(edges, next, to));
}

/** Edges that no longer path implies: the fewest arrows that say the same. Needs a graph without cycles. */
export function reduceEdges(edges: Edges): [string, string][] {
  return [...edges].flatMap(([from, targets]) =>
    [...targets]
      .filter((to) => ![...targets].some((other) => other !== to && reaches(edges, other, to)))
      .sort()
      .map((to): [string, string] => [from, to]),
  );
}

/** A mermaid drawing: one box a layer, the highest first, and an arrow to what a package imports. */
export function drawGraph(workspaces: readonly Workspace[], edges: Edges): string {
  const id = (name: string) => name.replace(/^@sotto\//, '').replaceAll(/\W/g, '_');
  const layers = [...new Set(workspaces.map(({ layer }) => layer ?? 0))].sort((a, b) => b - a);
  const boxes = layers.flatMap((layer) => [
    `  subgraph layer${layer}["layer ${layer}"]`,
    ...workspaces
      .filter((workspace) => (workspace.layer ?? 0) === layer)
      .map(({ name }) => `    ${id(name)}["${name}"]`),
    '  end',
  ]);
  const arrows = reduceEdges(edges).map(([from, to]) => `  ${id(from)} --> ${id(to)}`);
  return ['```mermaid', 'flowchart TD', ...boxes, ...arrows, '```'].join('\n');
}

export const packageGraph: Check = {
  name: 'package-graph',
  async run({ root, write }) {
    const workspaces = readWorkspaces(root);
    const summary = `${workspaces.length} packages`;
    const page = existsSync(join(root, PAGE)) ? readText(root, PAGE) : '';
    const start = page.indexOf(OPENING);
    const end = page.indexOf(CLOSING);
    if (start < 0 || end < start) {
      return { problems: [`${PAGE}: no ${OPENING} … ${CLOSING} to draw the packages between`], summary };
    }
    const drawing = drawGraph(workspaces, readEdges(root, workspaces));
    const expected = `${page.slice(0, start + OPENING.length)}\n\n${drawing}\n\n${page.slice(end)}`;
    if (expected === page) return { problems: [], summary };
    if (!write) {
      return { problems: [`${PAGE}: the package graph is not today's; npm run check -- --write`], summary };
    }
    writeFileSync(join(root, PAGE), expected);
    return { problems: [], summary };
  },
};
