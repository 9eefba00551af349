/** No file reaches itself through imports, type imports included: every file can be read after what it uses. */
import { posix } from 'node:path';
import type { Check } from './check.ts';
import { importedSpecifiers, isRelative } from './imports.ts';
import { readText } from './source-files.ts';
import { readWorkspaces, type Workspace } from './workspaces.ts';

type Graph = ReadonlyMap<string, readonly string[]>;

function readGraph(root: string): Graph {
  const workspaces = readWorkspaces(root);
  const roots = new Map(workspaces.map((workspace) => [workspace.name, `${workspace.folder}/src/index.ts`]));
  const targets = (workspace: Workspace, file: string, specifier: string): readonly string[] => {
    if (isRelative(specifier)) return [posix.join(posix.dirname(file), specifier)];
    const index = roots.get(specifier);
    return index === undefined ? (workspace.internal.get(specifier) ?? []) : [index];
  };
  return new Map(
    workspaces.flatMap((workspace) =>
      workspace.files.map((file): [string, string[]] => [
        file,
        importedSpecifiers(readText(root, file)).flatMap((specifier) => targets(workspace, file, specifier)),
      ]),
    ),
  );
}

/** Depth-first search that reports each back edge as the path that closes the circle. */
export function findCycles(graph: Graph): string[][] {
  const finished = new Set<string>();
  const cycles: string[][] = [];
  const visit = (node: string, path: string[]) => {
    const start = path.indexOf(node);
    if (start >= 0) {
      cycles.push([...path.slice(start), node]);
      return;
    }
    if (finished.has(node)) return;
    for (const next of graph.get(node) ?? []) visit(next, [...path, node]);
    finished.add(node);
  };
  for (const node of graph.keys()) visit(node, []);
  return cycles;
}

export const importCycles: Check = {
  name: 'import-cycles',
  async run({ root }) {
    const graph = readGraph(root);
    return {
      problems: findCycles(graph).map((cycle) => `import cycle: ${cycle.join(' -> ')}`),
      summary: `${graph.size} files`,
    };
  },
};
