/** The ratchet in a real browser: WebCrypto for X25519, JavaScript for everything else. */
import { join } from 'node:path';
import { BrowserStage, chromiumMissing } from '@sotto/testkit';
import { median } from './percentile.ts';
import type { PageFigures } from './ratchet-page.ts';
import { type BenchRow, benchRow } from './row.ts';

const ROUNDS = 9;

/** No rows, and a word about it, on a machine without a browser. */
export async function chromiumRows(): Promise<BenchRow[]> {
  const missing = chromiumMissing();
  if (missing !== undefined) {
    console.error(`not measured in Chromium: ${missing}`);
    return [];
  }
  await using stage = await BrowserStage.open({ entry: join(import.meta.dirname, 'ratchet-page.ts') });
  const { oneWay, pingPong } = (await stage.run({ input: ROUNDS })) as PageFigures;
  return [
    benchRow({ case: 'one-way 1 KiB, Chromium', ours: median(oneWay), unit: 'messages/s' }),
    benchRow({ case: 'ping-pong 1 KiB, Chromium', ours: median(pingPong), unit: 'messages/s' }),
  ];
}
