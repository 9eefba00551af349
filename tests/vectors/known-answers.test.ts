import { chromiumMissing } from '@sotto/testkit';
import { beforeAll, describe, expect, test } from 'vitest';
import { failureLines, formatReport, reportRows } from './report.ts';
import { runPlatform } from './run-platform.ts';
import { PLATFORMS, type SuiteResult } from './suite.ts';
import { VECTOR_SUITES } from './suites/all.ts';
import { CCTV_ACCEPTED, CCTV_FILE, type CctvEntry } from './suites/ed25519.ts';
import { openVectors, vectorsMissing } from './vectors-folder.ts';

// Ten seconds are enough, unless the machine is busy with something else.
const RUN_TIMEOUT_MS = 240_000;

const missing = vectorsMissing();
if (missing !== undefined) console.warn(`known answers are skipped: ${missing}`);

for (const platform of PLATFORMS) {
  const reason = missing ?? (platform === 'chromium' ? chromiumMissing() : undefined);
  const note = reason === undefined ? '' : ` (skipped: ${reason})`;
  describe.skipIf(reason !== undefined)(`known answers on ${platform}${note}`, () => {
    let results: ReadonlyMap<string, SuiteResult>;
    beforeAll(async () => {
      const rows = await runPlatform(platform, await openVectors());
      results = new Map(rows.map((row) => [row.name, row]));
    }, RUN_TIMEOUT_MS);

    test.each(VECTOR_SUITES.map(({ name }) => name))('%s', (name) => {
      const result = results.get(name);
      expect(result?.failures).toEqual([]);
      expect(result?.failed).toBe(0);
      expect(result?.cases).toBeGreaterThan(0);
    });
  });
}

describe.skipIf(missing !== undefined)('the pinned accept set of Ed25519', () => {
  test('D13: is what has nothing of small order, no other encoding, and holds without a cofactor', async () => {
    const { text } = await (await openVectors())(CCTV_FILE);
    const entries = JSON.parse(text) as readonly CctvEntry[];
    const refused = /low_order_[AR]|non_canonical|low_order_residue|reencoded_k/;
    const sound = entries.filter(({ flags }) => !flags?.some((flag) => refused.test(flag)));
    expect(new Set(sound.map(({ number }) => number))).toEqual(CCTV_ACCEPTED);
    expect([entries.length, CCTV_ACCEPTED.size]).toEqual([914, 43]);
  });
});

describe('the report', () => {
  const runs = [
    {
      platform: 'node-native' as const,
      results: [
        { name: 'a', cases: 10, failed: 0, skipped: 0, failures: [] },
        { name: 'long name', cases: 5, failed: 2, skipped: 1, failures: ['tcId 1: wrong'] },
      ],
    },
    { platform: 'chromium' as const, results: [{ name: 'a', cases: 10, failed: 0, skipped: 3, failures: [] }] },
  ];

  test('has one row a suite and platform', () => {
    expect(reportRows(runs)).toEqual([
      { name: 'a', platform: 'node-native', cases: 10, failed: 0, skipped: 0 },
      { name: 'long name', platform: 'node-native', cases: 5, failed: 2, skipped: 1 },
      { name: 'a', platform: 'chromium', cases: 10, failed: 0, skipped: 3 },
    ]);
    expect(failureLines(runs)).toEqual(['long name on node-native: tcId 1: wrong']);
  });

  test('is readable as a table', () => {
    expect(formatReport(runs)).toBe(
      [
        'suite                  node-native        chromium',
        'a                               10  10 (3 skipped)',
        'long name  5 (2 FAILED, 1 skipped)               –',
      ].join('\n'),
    );
  });
});
