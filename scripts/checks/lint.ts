/** Formatting and lint rules; warnings count. Writes nothing. */
import { relative, resolve } from 'node:path';
import type { Check } from './check.ts';
import { runCommand } from './command.ts';

const ANNOTATION = /^::(?:error|warning) title=([^,]*),file=([^,]*),line=(\d+)[^:]*::(.*)$/;

/** `file:line message (rule)` of one annotation; other lines of the tool say nothing more. */
function readAnnotation(root: string, line: string): string | undefined {
  const [, rule, file, number, message] = ANNOTATION.exec(line) ?? [];
  return file === undefined ? undefined : `${relative(root, resolve(root, file))}:${number} ${message} (${rule})`;
}

export const lint: Check = {
  name: 'lint',
  async run({ root }) {
    const args = ['check', '--error-on-warnings', '--max-diagnostics=100', '--reporter=github', '.'];
    const { status, lines } = await runCommand({ root, tool: 'biome', args });
    const summary = lines.find((line) => line.startsWith('Checked ')) ?? 'biome';
    if (status === 0) return { problems: [], summary };
    const annotated = lines.map((line) => readAnnotation(root, line)).filter((line) => line !== undefined);
    return { problems: annotated.length > 0 ? annotated : lines, summary };
  },
};
