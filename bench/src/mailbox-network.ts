/** Durable puts into a running mailbox over TCP, Noise and Yamux: clients and mailbox share this process and its cores. */
import { join } from 'node:path';
import { decodeEnvelope } from '@sotto/crypto';
import { runMailbox } from '@sotto/mailbox';
import { createNetwork } from '@sotto/network';
import { asTopic, UnavailableError } from '@sotto/wire';
import { systemClock, systemRandom } from 'sotto';
import { makeDeposits, topicOf } from './mailbox-deposits.ts';

const CLIENTS = 4;
const ports = { clock: systemClock, random: systemRandom };

/** Returns the milliseconds of each put, and how many were done per second. */
export async function putOverNetwork(
  folder: string,
  options: { readonly puts: number; readonly depositors: number; readonly payloadBytes: number },
): Promise<{ readonly latencies: readonly number[]; readonly perSecond: number }> {
  const policy = { putBurst: 1_000_000, requestBurst: 100_000_000 };
  const mailbox = await runMailbox({
    folder: join(folder, 'network'),
    listen: ['/ip4/127.0.0.1/tcp/0'],
    policy,
    ...ports,
  });
  const clients = Array.from({ length: CLIENTS }, () =>
    createNetwork({ directSeed: systemRandom.bytes(32), discovery: false, ...ports }),
  );
  try {
    const [address] = mailbox.addresses;
    const [owner] = clients;
    if (address === undefined || owner === undefined) throw new UnavailableError('unreachable', 'no mailbox');
    const deposits = makeDeposits({ ...options, topics: options.depositors, random: systemRandom });
    for (const topic of deposits.topics) await owner.reader.open(address, topic);
    const latencies: number[] = [];
    let next = 0;
    const deposit = async (client: (typeof clients)[number]) => {
      for (let i = next++; i < deposits.envelopes.length; i = next++) {
        const [bytes, keys] = [deposits.envelopes[i], topicOf(deposits.topics, i)];
        if (bytes === undefined) return;
        const { envelope, id } = decodeEnvelope(bytes);
        const start = performance.now();
        await client.depositor.put({
          mailbox: address,
          topic: asTopic(envelope.topic),
          envelopeId: id,
          envelope: bytes,
          writeKey: keys.writeKey.secretKey,
        });
        latencies.push(performance.now() - start);
      }
    };
    const start = performance.now();
    await Promise.all(Array.from({ length: options.depositors }, (_, i) => deposit(clients[i % CLIENTS] ?? owner)));
    return { latencies, perSecond: (latencies.length * 1_000) / (performance.now() - start) };
  } finally {
    for (const client of clients) await client.stop();
    await mailbox.stop();
  }
}
