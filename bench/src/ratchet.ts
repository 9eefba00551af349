/**
 * Sessions between two devices, beside libsignal-client's Node binding: set-up, messages in order, late messages.
 *
 * Both run in this process and in the same minute, as they come: with a post-quantum ratchet, and ours with sealed
 * headers.
 */
import { portableProvider } from '@sotto/crypto';
import { medianRounds, type RoundsOptions } from './interleaved-rounds.ts';
import { chromiumRows } from './ratchet-chromium.ts';
import { ourLibrary } from './ratchet-ours.ts';
import type { RatchetLibrary } from './ratchet-pair.ts';
import { peerLibrary } from './ratchet-peer.ts';
import { pingPongPrimitives } from './ratchet-primitives.ts';
import {
  burstsOfFour,
  type Direction,
  jumpRound,
  lateRound,
  messageRound,
  oneWay,
  pingPong,
  setUpRound,
} from './ratchet-workloads.ts';
import { type BenchRow, benchRow } from './row.ts';

const NATIVE: RoundsOptions = { warmUpRounds: 8, rounds: 40 };
const NATIVE_MESSAGES = 128;
const SET_UPS: RoundsOptions = { warmUpRounds: 16, rounds: 32 };
const THOUSANDS: RoundsOptions = { warmUpRounds: 2, rounds: 10 };
// A turn takes milliseconds in JavaScript alone.
const PORTABLE: RoundsOptions = { warmUpRounds: 2, rounds: 9 };
const PORTABLE_MESSAGES = 32;

const SIZES = [
  ['100 B', 100],
  ['1 KiB', 1_024],
  ['10 KiB', 10_240],
] as const;
const KIBIBYTE = 1_024;

const DIRECTIONS: readonly (readonly [string, Direction])[] = [
  ['one-way', oneWay],
  ['ping-pong', pingPong],
  ['bursts of four', burstsOfFour],
];

function plaintextOf(length: number): Uint8Array {
  return new Uint8Array(length).fill(0x61);
}

interface Comparison {
  readonly name: string;
  readonly ours: RatchetLibrary;
  readonly options: RoundsOptions;
}

/** Messages in order: sealed on one side, opened on the other. */
async function messageRow(
  { name, ours, options }: Comparison,
  work: { readonly direction: Direction; readonly bytes: number; readonly messages: number },
): Promise<BenchRow> {
  const plaintext = plaintextOf(work.bytes);
  const figures = await medianRounds(
    {
      ours: messageRound({ ...work, plaintext, pair: await ours.newPair() }),
      peer: messageRound({ ...work, plaintext, pair: await peerLibrary.newPair() }),
    },
    options,
  );
  return benchRow({ case: name, ...figures, unit: 'µs' });
}

async function setUpRow({ name, ours, options }: Comparison): Promise<BenchRow> {
  const figures = await medianRounds({ ours: setUpRound(ours), peer: setUpRound(peerLibrary) }, options);
  return benchRow({ case: name, ...figures, unit: 'µs' });
}

async function thousandRows(ours: RatchetLibrary): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const [size, bytes] of SIZES) {
    const plaintext = plaintextOf(bytes);
    const late = { ours: lateRound(ours, plaintext), peer: lateRound(peerLibrary, plaintext) };
    const jump = { ours: jumpRound(ours, plaintext), peer: jumpRound(peerLibrary, plaintext) };
    rows.push(
      benchRow({ case: `late message of 1,000, ${size}`, ...(await medianRounds(late, THOUSANDS)), unit: 'µs' }),
      benchRow({ case: `jump over 999, ${size}`, ...(await medianRounds(jump, THOUSANDS)), unit: 'µs' }),
    );
  }
  return rows;
}

/** What a ping-pong would cost if it were primitives alone, and each kind of them. */
async function primitiveRows(ours: RatchetLibrary): Promise<BenchRow[]> {
  const plaintext = plaintextOf(KIBIBYTE);
  const primitives = await pingPongPrimitives(plaintext);
  const whole = messageRound({
    direction: pingPong,
    plaintext,
    messages: NATIVE_MESSAGES,
    pair: await ours.newPair(),
  });
  const { whole: total, ...kinds } = await medianRounds({ ...primitives, whole }, NATIVE);
  const sum = Object.values(kinds).reduce((all, kind) => all + kind, 0);
  return [
    benchRow({ case: 'ping-pong 1 KiB beside its summed primitives', ours: total, peer: sum, unit: 'µs' }),
    ...Object.entries(kinds).map(([kind, figure]) => benchRow({ case: `of these, ${kind}`, ours: figure, unit: 'µs' })),
  ];
}

async function portableRows(): Promise<BenchRow[]> {
  const ours = ourLibrary(portableProvider);
  const rows = [await setUpRow({ name: 'session set-up, portable', ours, options: PORTABLE })];
  for (const [name, direction] of DIRECTIONS) {
    const comparison = { name: `${name} 1 KiB, portable`, ours, options: PORTABLE };
    rows.push(await messageRow(comparison, { direction, bytes: KIBIBYTE, messages: PORTABLE_MESSAGES }));
  }
  return rows;
}

export async function run(): Promise<BenchRow[]> {
  const ours = ourLibrary();
  const rows = [await setUpRow({ name: 'session set-up', ours, options: SET_UPS })];
  for (const [name, direction] of DIRECTIONS) {
    for (const [size, bytes] of SIZES) {
      const comparison = { name: `${name} ${size}`, ours, options: NATIVE };
      rows.push(await messageRow(comparison, { direction, bytes, messages: NATIVE_MESSAGES }));
    }
  }
  rows.push(...(await primitiveRows(ours)), ...(await thousandRows(ours)));
  rows.push(...(await portableRows()), ...(await chromiumRows()));
  return rows;
}
