/**
 * Durable puts into a mailbox beside bare node:sqlite group commit of the same rows.
 *
 * Ours is everything a put costs but the network: streams that begin, strict decoding, hashing, a checked proof for the
 * first put to each topic on a stream, rates, quota, fsync, a receipt for every put under one signature per commit. Each
 * depositor has one stream, a share of the 256 topics for itself, and one put under way. In the rows called "new streams"
 * every put is the first of its stream, so each has its proof checked.
 *
 * The peer of the plain rows only stores; the peer of the rows called "checked" also checks and signs, in the same thread.
 * Rounds alternate in one run; a rate is the median of its rounds, latencies are those of all rounds. Everything that
 * senders do is done before. The rows over TCP have no peer.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemRandom } from 'sotto';
import { depositStreams, makeDeposits } from './mailbox-deposits.ts';
import { putOverNetwork } from './mailbox-network.ts';
import { OurMailbox } from './mailbox-ours.ts';
import { BareSqlite } from './mailbox-peer.ts';
import { type BenchRow, benchRow } from './row.ts';

const PAYLOAD_BYTES = 1_024;
const TOPICS = 256;
const PUTS = 4_096;
const ROUNDS = 6;
const WARM_UP_ROUNDS = 1;
const NETWORK_PUTS = 4_096;
const NETWORK_DEPOSITORS = 64;

interface Load {
  readonly suffix: string;
  readonly depositors: number;
  readonly putsPerStream?: number;
}

const LOADS: readonly Load[] = [
  { suffix: '', depositors: 64 },
  { suffix: ', 1 depositor', depositors: 1 },
  { suffix: ', 256 depositors', depositors: 256 },
  { suffix: ', new streams', depositors: 64, putsPerStream: 1 },
];

interface Side {
  readonly rates: number[];
  readonly latencies: number[];
}

const side = (): Side => ({ rates: [], latencies: [] });

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

async function measure(into: Side, action: () => number[] | Promise<number[]>): Promise<void> {
  const start = performance.now();
  const latencies = await action();
  into.rates.push((latencies.length * 1_000) / (performance.now() - start));
  into.latencies.push(...latencies);
}

async function measureLoad({ suffix, depositors, putsPerStream }: Load, folder: string): Promise<BenchRow[]> {
  const mailbox = await OurMailbox.open(join(folder, 'ours'));
  const [bare, checking] = [new BareSqlite(join(folder, 'bare.db')), new BareSqlite(join(folder, 'checked.db'))];
  const { mailboxKey } = mailbox;
  const sides = { ours: side(), stored: side(), checked: side() };
  try {
    for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
      const options = { topics: TOPICS, puts: PUTS, payloadBytes: PAYLOAD_BYTES, random: systemRandom };
      const deposits = makeDeposits(options);
      const streams = depositStreams(deposits, { depositors, mailboxKey, random: systemRandom, putsPerStream });
      await mailbox.openTopics(deposits.topics);
      const [rows, checkedRows] = [bare.rows(deposits), checking.rows(deposits, streams)];
      const { ours, stored, checked } =
        round < WARM_UP_ROUNDS ? { ours: side(), stored: side(), checked: side() } : sides;
      await measure(ours, () => mailbox.put(streams));
      await measure(stored, () => bare.put(rows, depositors));
      await measure(checked, () => checking.put(checkedRows, depositors, mailbox));
    }
  } finally {
    await mailbox.close();
    bare.close();
    checking.close();
  }
  const row = (name: string, peer: Side, unit: string, figure: (of: Side) => number) =>
    benchRow({ case: name + suffix, ours: figure(sides.ours), peer: figure(peer), unit });
  const rate = ({ rates }: Side) => percentile(rates, 0.5);
  return [
    row('durable puts 1 KiB', sides.stored, 'puts/s', rate),
    row('durable puts 1 KiB, checked', sides.checked, 'puts/s', rate),
    row('put p50', sides.stored, 'ms', ({ latencies }) => percentile(latencies, 0.5)),
    row('put p99', sides.stored, 'ms', ({ latencies }) => percentile(latencies, 0.99)),
  ];
}

async function measureNetwork(folder: string): Promise<BenchRow[]> {
  const load = { puts: NETWORK_PUTS, depositors: NETWORK_DEPOSITORS, payloadBytes: PAYLOAD_BYTES };
  const { latencies, perSecond } = await putOverNetwork(folder, load);
  return [
    benchRow({ case: 'durable puts 1 KiB over TCP', ours: perSecond, unit: 'puts/s' }),
    benchRow({ case: 'put p50 over TCP', ours: percentile(latencies, 0.5), unit: 'ms' }),
    benchRow({ case: 'put p99 over TCP', ours: percentile(latencies, 0.99), unit: 'ms' }),
  ];
}

export async function run(): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  const steps = [...LOADS.map((load) => (folder: string) => measureLoad(load, folder)), measureNetwork];
  for (const step of steps) {
    const folder = mkdtempSync(join(tmpdir(), 'sotto-bench-'));
    try {
      rows.push(...(await step(folder)));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return rows;
}
