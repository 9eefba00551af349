/**
 * The web app in a real browser, as people have it: from cache, with a long history, and between two tabs.
 *
 * The history lies as sealed rows in the files of the browser; `SOTTO_BENCH_MESSAGES` makes it smaller, for trying this
 * out.
 */
import { join } from 'node:path';
import process from 'node:process';
import { BrowserSite, chromiumMissing } from '@sotto/testkit';
import { UnavailableError } from '@sotto/wire';
import type { BenchRow } from './row.ts';
import { conversationRows } from './web/conversation-rows.ts';
import { deliveryRows } from './web/delivery-rows.ts';
import { searchRows } from './web/search-rows.ts';
import { startUpRows } from './web/start-up-rows.ts';
import { type Profile, WebPlace } from './web/web-place.ts';

const MESSAGES = Number(process.env['SOTTO_BENCH_MESSAGES'] ?? 100_000);
const PERSON = { name: 'Grace', passphrase: 'valley timber brave morning ship' };

export async function run(): Promise<BenchRow[]> {
  const missing = chromiumMissing();
  if (missing !== undefined) throw new UnavailableError('not-found', missing);
  await using place = await WebPlace.make();
  const profile = await place.profile('long history');
  const { port, rows: search } = await fillAndSearch(profile);
  const origin = await place.serve(port);
  const start = await startUpRows(profile, origin);
  const conversation = await conversationRows({ profile, origin, ...PERSON, count: MESSAGES });
  return [...start, ...conversation, ...search, ...(await deliveryRows(place, origin))];
}

/** On the port that the app has afterwards: what is stored belongs to the origin. */
async function fillAndSearch(profile: Profile): Promise<{ readonly port: number; readonly rows: BenchRow[] }> {
  const site = await BrowserSite.open({ entry: join(import.meta.dirname, 'web/home-page.ts') });
  try {
    const tab = await site.newPage(profile, { host: 'localhost' });
    await tab.call('fill', { ...PERSON, count: MESSAGES });
    const rows = await searchRows({ tab, count: MESSAGES, passphrase: PERSON.passphrase });
    await tab.page.close();
    return { port: Number(new URL(site.origin()).port), rows };
  } finally {
    await site.close();
  }
}
