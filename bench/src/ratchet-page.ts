/** Runs in a browser: how many messages a second are sealed on one device and opened on another. */
import { ourLibrary } from './ratchet-ours.ts';
import type { DevicePair } from './ratchet-pair.ts';

const PLAINTEXT_BYTES = 1_024;
const WARM_UP_MESSAGES = 512;
const ROUND_MESSAGES = 256;

export interface PageFigures {
  /** Messages a second, of each round. */
  readonly oneWay: readonly number[];
  readonly pingPong: readonly number[];
}

async function sendMessages({ ada, grace }: DevicePair, isPingPong: boolean, messages: number): Promise<number> {
  const plaintext = new Uint8Array(PLAINTEXT_BYTES).fill(0x61);
  const start = performance.now();
  for (let i = 0; i < messages; i++) {
    const [sender, receiver] = isPingPong && i % 2 === 1 ? [grace, ada] : [ada, grace];
    await receiver.open(sender, await sender.seal(receiver, plaintext));
  }
  return (messages * 1_000) / (performance.now() - start);
}

export default async function measure(rounds: number): Promise<PageFigures> {
  const oneWay = await ourLibrary().newPair();
  const pingPong = await ourLibrary().newPair();
  await sendMessages(oneWay, false, WARM_UP_MESSAGES);
  await sendMessages(pingPong, true, WARM_UP_MESSAGES);
  const figures = { oneWay: [] as number[], pingPong: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    figures.oneWay.push(await sendMessages(oneWay, false, ROUND_MESSAGES));
    figures.pingPong.push(await sendMessages(pingPong, true, ROUND_MESSAGES));
  }
  return figures;
}
