/** Node and a real browser, from the same seeds, byte for byte. */
import { join } from 'node:path';
import { BrowserStage, chromiumMissing } from '@sotto/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserSources } from './stage/browser-sources.ts';
import cryptoTranscript from './stage/crypto-transcript.ts';
import type { TranscriptLine } from './stage/transcript.ts';

const SEEDS = ['one protocol', 'two platforms', '2026'];
const RUN_TIMEOUT_MS = 120_000;
const missing = chromiumMissing();
const note = missing === undefined ? '' : ` (skipped: ${missing})`;

/** How often each name of a line comes. */
function counts(lines: readonly TranscriptLine[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [name] of lines) found.set(name, (found.get(name) ?? 0) + 1);
  return found;
}

describe.skipIf(missing !== undefined)(`Node and Chromium${note}`, () => {
  let stage: BrowserStage;
  beforeAll(async () => {
    const entry = join(import.meta.dirname, 'stage/crypto-transcript.ts');
    stage = await BrowserStage.open({ entry, plugins: [browserSources()] });
  });
  afterAll(() => stage.close());

  test.each(SEEDS)(
    'give the same bytes for everything, from the seed "%s"',
    async (seed) => {
      const inNode = await cryptoTranscript(seed);
      const inBrowser = (await stage.run({ input: seed })) as readonly TranscriptLine[];
      expect(inBrowser).toEqual(inNode);
    },
    RUN_TIMEOUT_MS,
  );
});

test('the transcript goes through handshake, both ratchets in both directions, sealing, envelope and vault', async () => {
  const lines = await cryptoTranscript(SEEDS[0] ?? '');
  const found = counts(lines);
  for (const name of ['ada seals', 'ada opens', 'grace seals', 'grace opens']) {
    expect([name, found.get(name)]).toEqual([name, expect.any(Number)]);
    expect(found.get(name)).toBeGreaterThan(10);
  }
  for (const name of ['session of the initiator', 'sealed to a stranger', 'envelope', 'vault', 'safety number']) {
    expect([...found.keys()]).toContain(name);
  }
  for (const [, epoch] of lines.filter(([name]) => name.startsWith('epoch of'))) {
    expect(Number(epoch)).toBeGreaterThan(1);
  }
});

test('another seed gives another transcript, the same seed the same', async () => {
  const [first, again, other] = await Promise.all(['a', 'a', 'b'].map(cryptoTranscript));
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
});
