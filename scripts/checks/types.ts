/** The whole tree type-checks, tests and scripts included. */
import type { Check } from './check.ts';
import { runCommand } from './command.ts';

export const types: Check = {
  name: 'types',
  async run({ root }) {
    const { status, lines } = await runCommand({ root, tool: 'tsc', args: ['-p', '.', '--pretty', 'false'] });
    if (status === 0) return { problems: [], summary: 'tsc -p .' };
    return { problems: lines.length > 0 ? lines : [`tsc ended with status ${status}`], summary: 'tsc -p .' };
  },
};
