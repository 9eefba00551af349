/**
 * End to end: from `send` being called to the sender knowing that the receiver's device has opened and stored it
 * (direct), and to the receiver holding it (by mailbox), beside a bare libp2p round trip in the same run.
 *
 * A direct message is kept by the sender before it leaves and by the receiver before it is answered. So a bare round trip
 * with one synced commit of one row at either end is the limit of what could be reached; it has a row too.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { BareCommit } from './bare-commit.ts';
import { type BareStream, startBareStream } from './bare-stream.ts';
import { type People, startPeople, waitFor } from './latency-people.ts';
import { percentile } from './percentile.ts';
import { type BenchRow, benchRow } from './row.ts';

const MESSAGE_BYTES = 300;
const ENVELOPE_BYTES = 1_024;
const DIRECT_MESSAGES = 400;
const MAILBOX_MESSAGES = 100;
const WARM_UP = 40;

interface Samples {
  readonly ours: number[];
  readonly peer: number[];
  readonly limit: number[];
}

export async function run(): Promise<BenchRow[]> {
  const bare = await startBareStream(ENVELOPE_BYTES);
  const keepers = [new BareCommit(ENVELOPE_BYTES), new BareCommit(ENVELOPE_BYTES)] as const;
  try {
    const direct = await measure({ bare, keepers }, { listen: true, messages: DIRECT_MESSAGES, send: sendDirect });
    const mailbox = await measure(
      { bare, keepers },
      { listen: false, messages: MAILBOX_MESSAGES, send: sendByMailbox },
    );
    return [
      ...rows('direct, composed to delivered', direct),
      limitRow(
        'direct, composed to delivered, median; the peer is a bare trip and two synced commits of one row',
        direct,
      ),
      ...rows('by 3 mailboxes, composed to received', mailbox),
    ];
  } finally {
    for (const keeper of keepers) keeper.close();
    await bare.stop();
  }
}

function limitRow(name: string, { ours, limit }: Samples): BenchRow {
  return benchRow({ case: name, ours: percentile(ours, 0.5), peer: percentile(limit, 0.5), unit: 'ms' });
}

function rows(name: string, { ours, peer }: Samples): BenchRow[] {
  return [
    benchRow({ case: `${name}, median`, ours: percentile(ours, 0.5), peer: percentile(peer, 0.5), unit: 'ms' }),
    benchRow({ case: `${name}, p95`, ours: percentile(ours, 0.95), peer: percentile(peer, 0.95), unit: 'ms' }),
  ];
}

/** Ours and the peer's in turn, so that both see the same machine. */
async function measure(
  { bare, keepers }: { readonly bare: BareStream; readonly keepers: readonly [BareCommit, BareCommit] },
  {
    listen,
    messages,
    send,
  }: { listen: boolean; messages: number; send: (people: People, text: string) => Promise<void> },
): Promise<Samples> {
  const people = await startPeople({ listen });
  try {
    if (listen) await untilConnected(people);
    const samples: Samples = { ours: [], peer: [], limit: [] };
    for (let number = 0; number < messages + WARM_UP; number++) {
      const ours = await timed(() => send(people, `${number} ${'x'.repeat(MESSAGE_BYTES)}`));
      const peer = await timed(() => bare.roundTrip());
      const limit = await timed(async () => {
        keepers[0].commit();
        await bare.roundTrip();
        keepers[1].commit();
      });
      if (number < WARM_UP) continue;
      samples.ours.push(ours);
      samples.peer.push(peer);
      samples.limit.push(limit);
    }
    return samples;
  } finally {
    await people.stop();
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
}

async function sendDirect({ ada }: People, text: string): Promise<void> {
  const delivered = waitFor(ada, 'message-state', (message) => message.text === text && message.state === 'delivered');
  await ada.send('Grace', text);
  await delivered;
}

async function sendByMailbox({ ada, grace }: People, text: string): Promise<void> {
  const received = waitFor(grace, 'message', (message) => message.text === text);
  await ada.send('Grace', text);
  await received;
}

async function untilConnected({ ada, grace }: People): Promise<void> {
  for (let look = 0; look < 300; look++) {
    const [ours, theirs] = [await ada.status(), await grace.status()];
    if (ours.directPeers > 0 && theirs.directPeers > 0) return;
    await pause(100);
  }
}
