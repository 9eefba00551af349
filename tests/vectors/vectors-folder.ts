/**
 * The folder of public vectors beside the project. Every file is read whole, compared with the hash that the manifest
 * gives, and unpacked.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { gunzipSync } from 'node:zlib';
import type { ReadVectorFile } from './run-suite.ts';

const MANIFEST = 'MANIFEST.json';

interface ManifestEntry {
  readonly file: string;
  readonly raw_bytes: number;
  readonly sha256: string;
  readonly cases: number;
}

/** Where the vectors are looked for: `SOTTO_VECTORS`, or `shared/vectors` beside the project. */
export function vectorsFolder(): string {
  return resolve(process.env['SOTTO_VECTORS'] ?? join(import.meta.dirname, '../../../shared/vectors'));
}

/** Why there is nothing to run; `undefined` when there is. */
export function vectorsMissing(folder: string = vectorsFolder()): string | undefined {
  if (existsSync(join(folder, MANIFEST))) return undefined;
  return `no public vectors: ${folder} has no ${MANIFEST}; SOTTO_VECTORS names another folder`;
}

/** A reader that gives out only files that are what the manifest says. */
export async function openVectors(folder: string = vectorsFolder()): Promise<ReadVectorFile> {
  const manifest = JSON.parse(await readFile(join(folder, MANIFEST), 'utf8')) as readonly ManifestEntry[];
  const entries = new Map(manifest.map((entry) => [entry.file, entry]));
  return async (file) => {
    const entry = entries.get(file);
    if (entry === undefined) throw new Error(`${file} is not in ${MANIFEST}`);
    const stored = await readFile(join(folder, file));
    const digest = createHash('sha256').update(stored).digest('hex');
    if (digest !== entry.sha256) throw new Error(`${file} has SHA-256 ${digest}, not ${entry.sha256}`);
    const raw = file.endsWith('.gz') ? gunzipSync(stored, { maxOutputLength: entry.raw_bytes }) : stored;
    return { text: raw.toString('utf8'), cases: entry.cases };
  };
}
