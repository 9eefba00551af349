/** What lies under `gen/` is what the schemas generate today, and the schemas pass the linter. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Check } from './check.ts';
import { runCommand } from './command.ts';

const WIRE = 'packages/wire';

/** Regenerates the protobuf code below `output`, or in place when `output` is the wire package. */
export function generate(root: string, output: string): ReturnType<typeof runCommand> {
  return runCommand({ root, tool: 'buf', args: ['generate', '--clean', '-o', output], cwd: join(root, WIRE) });
}

function readTree(folder: string): Map<string, string> {
  if (!existsSync(folder)) return new Map();
  return new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return [path.slice(folder.length + 1), readFileSync(path, 'utf8')];
      }),
  );
}

/** Lines that say how `committed` differs from `fresh`; empty when they are equal. */
export function compareTrees(committed: string, fresh: string): string[] {
  const before = readTree(committed);
  const after = readTree(fresh);
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  return paths
    .filter((path) => before.get(path) !== after.get(path))
    .map((path) => {
      if (!before.has(path)) return `${path} is missing`;
      if (!after.has(path)) return `${path} has no schema`;
      return `${path} is not what its schema generates`;
    });
}

export const generatedCode: Check = {
  name: 'generated-code',
  async run({ root }) {
    const lint = await runCommand({ root, tool: 'buf', args: ['lint'], cwd: join(root, WIRE) });
    const problems = lint.status === 0 ? [] : lint.lines.map((line) => `buf lint: ${line}`);
    const output = mkdtempSync(join(tmpdir(), 'sotto-gen-'));
    try {
      const result = await generate(root, output);
      if (result.status !== 0) problems.push(...result.lines.map((line) => `buf generate: ${line}`));
      const fresh = join(output, 'src/gen');
      problems.push(
        ...compareTrees(join(root, WIRE, 'src/gen'), fresh).map((line) => `${WIRE}/src/gen: ${line}; npm run gen`),
      );
      return { problems, summary: `${readTree(fresh).size} files` };
    } finally {
      rmSync(output, { recursive: true, force: true });
    }
  },
};
