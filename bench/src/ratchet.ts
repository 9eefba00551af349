/**
 * Sealing and opening one message between two devices, beside libsignal-client's Node binding.
 *
 * Both sides run in this process and in the same minute: rounds alternate, and a figure is the median of its rounds. The
 * event loop is turned every 32 messages, as an application does; without it the peer's native handles pile up.
 */
import { ourPair } from './ratchet-ours.ts';
import type { DevicePair } from './ratchet-pair.ts';
import { peerPair } from './ratchet-peer.ts';
import { type BenchRow, benchRow } from './row.ts';

const MESSAGES_PER_ROUND = 128;
const MESSAGES_PER_TURN = 32;
const WARM_UP_ROUNDS = 8;
const ROUNDS = 40;

const SIZES = [
  ['100 B', 100],
  ['1 KiB', 1_024],
  ['10 KiB', 10_240],
] as const;

type Workload = (pair: DevicePair, plaintext: Uint8Array, index: number) => Promise<void>;

async function oneWay({ ada, grace }: DevicePair, plaintext: Uint8Array): Promise<void> {
  await grace.open(ada, await ada.seal(grace, plaintext));
}

async function pingPong({ ada, grace }: DevicePair, plaintext: Uint8Array, index: number): Promise<void> {
  const [sender, receiver] = index % 2 === 0 ? [ada, grace] : [grace, ada];
  await receiver.open(sender, await sender.seal(receiver, plaintext));
}

const WORKLOADS: readonly (readonly [string, Workload])[] = [
  ['one-way', oneWay],
  ['ping-pong', pingPong],
];

/** Microseconds per message of one round. */
async function measureRound(pair: DevicePair, workload: Workload, plaintext: Uint8Array): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < MESSAGES_PER_ROUND; i++) {
    await workload(pair, plaintext, i);
    if (i % MESSAGES_PER_TURN === MESSAGES_PER_TURN - 1) await new Promise((resolve) => setImmediate(resolve));
  }
  return ((performance.now() - start) * 1_000) / MESSAGES_PER_ROUND;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export async function run(): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const [name, workload] of WORKLOADS) {
    for (const [size, length] of SIZES) {
      const plaintext = new Uint8Array(length).fill(0x61);
      const sides = [
        { pair: await ourPair(), times: [] as number[] },
        { pair: await peerPair(), times: [] as number[] },
      ] as const;
      for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
        const order = round % 2 === 0 ? sides : [...sides].reverse();
        for (const { pair, times } of order) {
          const time = await measureRound(pair, workload, plaintext);
          if (round >= WARM_UP_ROUNDS) times.push(time);
        }
      }
      const [ours, peer] = sides.map(({ times }) => median(times));
      rows.push(benchRow({ case: `${name} ${size}`, ours: ours ?? Number.NaN, peer: peer ?? Number.NaN, unit: 'µs' }));
    }
  }
  return rows;
}
