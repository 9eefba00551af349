/** Which files of the repository are hand-written source, and which of those are tests. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const SKIPPED_FOLDERS = new Set(['node_modules', 'gen', 'dist', 'coverage', '.git', '.sotto']);

/** Paths relative to `root`, with forward slashes, sorted; hidden, installed and generated folders are left out. */
export function listFiles(root: string, folder: string, extensions: readonly string[]): string[] {
  const found: string[] = [];
  const visit = (path: string) => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const child = join(path, entry.name);
      if (entry.isDirectory()) {
        if (!SKIPPED_FOLDERS.has(entry.name)) visit(child);
      } else if (extensions.some((extension) => entry.name.endsWith(extension))) {
        found.push(relative(root, child).split(sep).join('/'));
      }
    }
  };
  const start = join(root, folder);
  if (existsSync(start)) visit(start);
  return found.sort();
}

/** Files that only tests load: `x.test.ts`, and everything in a folder called `tests` or `testing`. */
export function isTestFile(path: string): boolean {
  return (
    path.endsWith('.test.ts') ||
    path.endsWith('.test.tsx') ||
    path.split('/').some((part) => part === 'tests' || part === 'testing')
  );
}

export function readText(root: string, path: string): string {
  return readFileSync(join(root, path), 'utf8');
}
