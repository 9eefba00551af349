/** Runs every suite inside a browser, on the provider that `@sotto/crypto` chooses there. */
import { platformProvider } from '@sotto/crypto';
import { portableExpandedKems } from '../../packages/crypto/src/testing/expanded-kem.portable.ts';
import { runSuite, type VectorFile } from './run-suite.ts';
import type { SuiteResult } from './suite.ts';
import { VECTOR_SUITES } from './suites/all.ts';

export interface PageReport {
  /** The provider that was tested. */
  readonly provider: string;
  readonly results: readonly SuiteResult[];
}

async function read(file: string): Promise<VectorFile> {
  const response = await fetch(`/files/${file}`);
  if (!response.ok) throw new Error(`${file}: ${response.status}`);
  return (await response.json()) as VectorFile;
}

export default async function run(): Promise<PageReport> {
  const subject = { provider: platformProvider, expandedKems: portableExpandedKems };
  const results: SuiteResult[] = [];
  for (const suite of VECTOR_SUITES) results.push(await runSuite(suite, subject, read));
  return { provider: platformProvider.name, results };
}
