/** Runs every suite on one platform. */
import { join } from 'node:path';
import { BrowserStage } from '@sotto/testkit';
import { NODE_SUBJECTS } from './node-subjects.ts';
import type { PageReport } from './page.ts';
import { type ReadVectorFile, runSuite } from './run-suite.ts';
import type { Platform, SuiteResult } from './suite.ts';
import { VECTOR_SUITES } from './suites/all.ts';

const PAGE_TIMEOUT_MS = 240_000;

export async function runPlatform(platform: Platform, read: ReadVectorFile): Promise<readonly SuiteResult[]> {
  if (platform === 'chromium') return await runInChromium(read);
  const results: SuiteResult[] = [];
  for (const suite of VECTOR_SUITES) results.push(await runSuite(suite, NODE_SUBJECTS[platform], read));
  return results;
}

async function runInChromium(read: ReadVectorFile): Promise<readonly SuiteResult[]> {
  const files = async (path: string) => JSON.stringify(await read(path));
  await using stage = await BrowserStage.open({ entry: join(import.meta.dirname, 'page.ts'), files });
  const { provider, results } = (await stage.run({ timeoutMs: PAGE_TIMEOUT_MS })) as PageReport;
  if (provider !== 'browser') throw new Error(`the page ran the ${provider} provider`);
  return results;
}
