/**
 * An import goes down: to a package of a strictly lower layer, that package.json declares, through its root.
 *
 * Tests are free to look further (the testkit, packages beside or above), but not into another package's files. They
 * and the testkit may use the development dependencies of the repository.
 */
import { posix } from 'node:path';
import type { Check, CheckContext } from './check.ts';
import { importedSpecifiers, isRelative, packageName } from './imports.ts';
import { isTestFile, readText } from './source-files.ts';
import { developmentDependencies, readWorkspaces, type Workspace } from './workspaces.ts';

const TESTKIT = '@sotto/testkit';

interface Import {
  readonly from: Workspace;
  readonly file: string;
  readonly specifier: string;
}

interface Rules {
  readonly byName: ReadonlyMap<string, Workspace>;
  readonly developmentDependencies: ReadonlySet<string>;
}

function relativeProblem({ from, file, specifier }: Import): string | undefined {
  const target = posix.join(posix.dirname(file), specifier);
  return target.startsWith(`${from.folder}/`) ? undefined : `${file}: '${specifier}' leaves the package`;
}

function externalProblem({ from, file, specifier }: Import, rules: Rules): string | undefined {
  const name = packageName(specifier);
  if (specifier.startsWith('node:') || from.dependencies.has(name)) return undefined;
  const isForTests = isTestFile(file) || from.name === TESTKIT;
  if (isForTests && rules.developmentDependencies.has(name)) return undefined;
  return `${file}: '${name}' is not a dependency of ${from.name}`;
}

function workspaceProblem({ from, file, specifier }: Import, target: Workspace): string | undefined {
  if (specifier !== target.name) return `${file}: '${specifier}' reaches past the root of ${target.name}`;
  if (isTestFile(file)) return undefined;
  if (target.name === TESTKIT) {
    return from.folder === 'bench' ? undefined : `${file}: only tests and benchmarks may import ${TESTKIT}`;
  }
  if (!from.dependencies.has(target.name)) return `${file}: ${from.name} does not declare ${target.name}`;
  if (from.layer === undefined || target.layer === undefined || target.layer < from.layer) return undefined;
  return `${file}: layer ${from.layer} (${from.name}) imports layer ${target.layer} (${target.name})`;
}

function importProblem(entry: Import, rules: Rules): string | undefined {
  if (isRelative(entry.specifier)) return relativeProblem(entry);
  if (entry.specifier.startsWith('#')) {
    const known = entry.from.internal.has(entry.specifier);
    return known ? undefined : `${entry.file}: '${entry.specifier}' is not in "imports" of package.json`;
  }
  const target = rules.byName.get(packageName(entry.specifier));
  if (target === undefined) return externalProblem(entry, rules);
  return workspaceProblem(entry, target);
}

function unusedDependencies(workspace: Workspace, imports: readonly Import[]): string[] {
  const used = new Set(imports.map(({ specifier }) => packageName(specifier)));
  return [...workspace.dependencies]
    .filter((name) => !used.has(name))
    .map((name) => `${workspace.folder}/package.json: ${name} is declared and never imported`);
}

export const layers: Check = {
  name: 'layers',
  async run({ root }: CheckContext) {
    const workspaces = readWorkspaces(root);
    const rules = {
      byName: new Map(workspaces.map((workspace) => [workspace.name, workspace])),
      developmentDependencies: developmentDependencies(root),
    };
    const problems: string[] = [];
    let count = 0;
    for (const workspace of workspaces) {
      if (workspace.layer === undefined) problems.push(`${workspace.folder}/package.json: no "layer"`);
      const imports = workspace.files.flatMap((file) =>
        importedSpecifiers(readText(root, file)).map((specifier) => ({ from: workspace, file, specifier })),
      );
      count += imports.length;
      for (const entry of imports) {
        const problem = importProblem(entry, rules);
        if (problem !== undefined) problems.push(problem);
      }
      problems.push(...unusedDependencies(workspace, imports));
    }
    return { problems, summary: `${count} imports of ${workspaces.length} packages` };
  },
};
