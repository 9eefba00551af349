/**
 * Durable puts into a mailbox beside bare node:sqlite group commit of the same rows.
 *
 * Ours is everything a put costs but the network: strict decoding, hashing, one signature check, rates, quota, fsync, one
 * signed receipt. The peer only stores. Rounds alternate in one run; a rate is the median of its rounds, latencies are
 * those of all rounds.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemRandom } from 'sotto';
import { makeDeposits } from './mailbox-deposits.ts';
import { OurMailbox } from './mailbox-ours.ts';
import { BareSqlite } from './mailbox-peer.ts';
import { type BenchRow, benchRow } from './row.ts';

const PAYLOAD_BYTES = 1_024;
const TOPICS = 256;
const PUTS_PER_ROUND = 4_096;
const ROUNDS = 6;
const WARM_UP_ROUNDS = 1;
const DEPOSITORS = [1, 64, 256] as const;

interface Side {
  readonly rates: number[];
  readonly latencies: number[];
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

async function measure(side: Side, isWarmUp: boolean, action: () => number[] | Promise<number[]>): Promise<void> {
  const start = performance.now();
  const latencies = await action();
  const seconds = (performance.now() - start) / 1_000;
  if (isWarmUp) return;
  side.rates.push(latencies.length / seconds);
  side.latencies.push(...latencies);
}

async function runWith(depositors: number, folder: string): Promise<BenchRow[]> {
  const mailbox = await OurMailbox.open(join(folder, 'ours'));
  const bare = new BareSqlite(folder);
  const ours: Side = { rates: [], latencies: [] };
  const peer: Side = { rates: [], latencies: [] };
  const puts = depositors === 1 ? PUTS_PER_ROUND / 8 : PUTS_PER_ROUND;
  try {
    for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
      const { mailboxKey } = mailbox;
      const options = { topics: TOPICS, puts, payloadBytes: PAYLOAD_BYTES, mailboxKey, random: systemRandom };
      const deposits = makeDeposits(options);
      await mailbox.openTopics(deposits.topics);
      const rows = bare.rows(deposits);
      const isWarmUp = round < WARM_UP_ROUNDS;
      await measure(ours, isWarmUp, () => mailbox.put(deposits, depositors));
      await measure(peer, isWarmUp, () => bare.put(rows, depositors));
    }
  } finally {
    await mailbox.close();
    bare.close();
  }
  const suffix = depositors === 1 ? ', 1 depositor' : `, ${depositors} depositors`;
  const row = (name: string, unit: string, figure: (side: Side) => number) =>
    benchRow({ case: `${name}${suffix}`, ours: figure(ours), peer: figure(peer), unit });
  return [
    row('durable puts 1 KiB', 'puts/s', ({ rates }) => percentile(rates, 0.5)),
    row('put p50', 'ms', ({ latencies }) => percentile(latencies, 0.5)),
    row('put p99', 'ms', ({ latencies }) => percentile(latencies, 0.99)),
  ];
}

export async function run(): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const depositors of DEPOSITORS) {
    const folder = mkdtempSync(join(tmpdir(), 'sotto-bench-'));
    try {
      rows.push(...(await runWith(depositors, folder)));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return rows;
}
