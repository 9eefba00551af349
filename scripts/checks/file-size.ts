/** Small files: nobody needs 500 lines, and above 300 a file is named in the report. */
import type { Check } from './check.ts';
import { listFiles, readText } from './source-files.ts';

const MAX_LINES = 500;
const LOOK_TWICE_LINES = 300;
const FOLDERS = ['packages', 'apps', 'bench', 'scripts', 'tests'];

export const fileSize: Check = {
  name: 'file-size',
  async run({ root }) {
    const sizes = FOLDERS.flatMap((folder) => listFiles(root, folder, ['.ts', '.tsx', '.cjs']))
      .map((path) => ({ path, lines: readText(root, path).split('\n').length - 1 }))
      .sort((a, b) => a.lines - b.lines);
    const median = sizes[Math.floor(sizes.length / 2)]?.lines ?? 0;
    const large = sizes.filter(({ lines }) => lines > LOOK_TWICE_LINES);
    const named = large.map(({ path, lines }) => `${path} ${lines}`).join(', ');
    return {
      problems: sizes
        .filter(({ lines }) => lines > MAX_LINES)
        .map(({ path, lines }) => `${path}: ${lines} lines, more than ${MAX_LINES}`),
      summary: `${sizes.length} files, median ${median} lines, ${large.length} above ${LOOK_TWICE_LINES}${named && `: ${named}`}`,
    };
  },
};
