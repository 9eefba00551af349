/** Searching a conversation of many messages in a page, beside a look through all texts held in memory. */
import type { SitePage } from '@sotto/testkit';
import { median } from '../percentile.ts';
import { type BenchRow, benchRow } from '../row.ts';
import type { HomeActions } from './home-page.ts';
import { Prose } from './prose.ts';

const ROUNDS = 9;
const TARGET_MS = 100;

interface SearchMeasurement {
  readonly tab: SitePage;
  readonly count: number;
  readonly passphrase: string;
}

/** One letter, two, three, frequent and rare words, several of them, one message, and none. */
function queriesFor(count: number): readonly string[] {
  const prose = new Prose('messages');
  const [most = '', frequent = '', rare = ''] = [0, 40, 5_000].map((rank) => prose.word(rank));
  const beginnings = ['b', 'ka', 'mon', frequent.slice(0, 4)];
  return [...beginnings, `${most} `, `${frequent} `, `${rare} `, `${most} ${frequent}`, `no${count}`, 'xylophone'];
}

export async function searchRows({ tab, count, passphrase }: SearchMeasurement): Promise<BenchRow[]> {
  await tab.call('open', passphrase);
  const built = (await tab.call('buildIndex')) as HomeActions['buildIndex'];
  await tab.call('close');
  await tab.call('open', passphrase);
  const loaded = (await tab.call('buildIndex')) as HomeActions['buildIndex'];
  const queries = queriesFor(count);
  const samples = (await tab.call('search', { queries, rounds: ROUNDS })) as HomeActions['search'];
  await tab.call('close');
  const all = `search over ${count.toLocaleString('en-US')} messages`;
  const slowest = samples.toSorted((a, b) => median(b.ours) - median(a.ours))[0];
  const ours = median(samples.flatMap((sample) => sample.ours));
  for (const sample of samples) {
    console.error(`"${sample.query}": ${sample.hits} hits, ${median(sample.ours).toFixed(1)} ms`);
  }
  return [
    benchRow({
      case: `${all}, median of ${queries.length} queries; the peer is the target`,
      ours,
      peer: TARGET_MS,
      unit: 'ms',
    }),
    benchRow({
      case: `${all}, the slowest query, "${slowest?.query}"; the peer is the target`,
      ours: median(slowest?.ours ?? []),
      peer: TARGET_MS,
      unit: 'ms',
    }),
    benchRow({
      case: `${all}, median; the peer looks through all texts in memory`,
      ours,
      peer: median(samples.flatMap((sample) => sample.peer)),
      unit: 'ms',
    }),
    benchRow({ case: 'first search of a page, with a snapshot of the index', ours: loaded.totalMs, unit: 'ms' }),
    benchRow({ case: 'first search without one: the index is built', ours: built.totalMs, unit: 'ms' }),
    benchRow({ case: 'longest time without a frame while it is built', ours: built.longestMs, unit: 'ms' }),
  ];
}
