/** What a browser has to load: every file with its size, and what comes before the first screen can be used. */
import { gzipSync } from 'node:zlib';
import type { AppBundle } from './bundle-app.ts';

/** Of scripts, compressed, before the first screen can be used. 1 kB is 1,000 bytes. */
export const FIRST_SCREEN_BUDGET_KB = 350;

const BYTES_PER_KB = 1_000;
// What a web server does once, ahead of time.
const GZIP_LEVEL = 9;

export interface FileSize {
  readonly path: string;
  readonly bytes: number;
  readonly gzipBytes: number;
  /** It is a script that runs before the first screen can be used. */
  readonly isFirst: boolean;
}

export interface BundleReport {
  readonly budgetKb: number;
  readonly firstScreenKb: number;
  /** Largest first. */
  readonly files: readonly FileSize[];
}

export function firstScreenKb({ files, firstScripts }: Pick<AppBundle, 'files' | 'firstScripts'>): number {
  const bytes = firstScripts.reduce((sum, name) => sum + compressedSize(files.get(name)), 0);
  return bytes / BYTES_PER_KB;
}

export function reportBundle(app: AppBundle): BundleReport {
  const files = [...app.files].map(([name, contents]) => ({
    path: `/${name}`,
    bytes: contents.length,
    gzipBytes: compressedSize(contents),
    isFirst: app.firstScripts.includes(name),
  }));
  return {
    budgetKb: FIRST_SCREEN_BUDGET_KB,
    firstScreenKb: firstScreenKb(app),
    files: files.sort((a, b) => b.gzipBytes - a.gzipBytes),
  };
}

function compressedSize(contents: Uint8Array = new Uint8Array()): number {
  return gzipSync(contents, { level: GZIP_LEVEL }).length;
}
