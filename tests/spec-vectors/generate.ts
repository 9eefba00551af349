/**
 * Makes every vector of `vectors/`: the cases say what goes in and what is expected, `@sotto/*` says what comes out. The
 * reference implementation runs the committed files in a test.
 */
import { SottoError } from '@sotto/wire';
import { accountLogCases } from './cases/account-log.ts';
import { bundleCases } from './cases/bundle.ts';
import { mailboxCases } from './cases/mailbox.ts';
import { contactLinkCases, safetyNumberCases } from './cases/people-to-people.ts';
import { pqRatchetCases } from './cases/pq-ratchet.ts';
import { pqxdhCases } from './cases/pqxdh.ts';
import { ratchetCases } from './cases/ratchet.ts';
import { sealingCases } from './cases/sealing.ts';
import { sessionCases } from './cases/session.ts';
import { ourRuns } from './ours/runs.ts';
import { outcomeOf } from './outcome.ts';
import type { Case, Vector } from './vector.ts';

/** The code of an error of ours; `undefined` for any other. */
export function ourCode(error: unknown): string | undefined {
  return error instanceof SottoError ? error.code : undefined;
}

export async function generateVectors(): Promise<Vector[]> {
  const cases: Case[] = [
    ...(await pqxdhCases()),
    ...(await ratchetCases()),
    ...(await pqRatchetCases()),
    ...(await sessionCases()),
    ...sealingCases(),
    ...mailboxCases(),
    ...(await bundleCases()),
    ...(await accountLogCases()),
    ...safetyNumberCases(),
    ...contactLinkCases(),
  ];
  const vectors: Vector[] = [];
  for (const each of cases) vectors.push(await withOutput(each));
  const paths = new Set(vectors.map(({ path }) => path));
  if (paths.size !== vectors.length) throw new RangeError('two vectors have one path');
  return vectors;
}

async function withOutput(each: Case): Promise<Vector> {
  const { expect, output } = await outcomeOf(each, ourRuns, ourCode);
  if (expect !== each.expect) throw new RangeError(`${each.path}: ${expect} instead of ${each.expect}`);
  return output === undefined ? each : { ...each, output };
}
