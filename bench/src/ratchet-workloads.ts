/**
 * What is measured of a ratchet library. Each workload gives rounds, and a round gives microseconds.
 *
 * The event loop is turned every 32 messages, as an application does; without it the native handles of the peer pile
 * up.
 */
import type { Round } from './interleaved-rounds.ts';
import type { DevicePair, RatchetLibrary } from './ratchet-pair.ts';

const MESSAGES_PER_TURN = 32;
const SET_UPS_PER_ROUND = 8;
/** The last comes first, the others were skipped. */
const LATE_MESSAGES = 1_000;

const turnOfTheLoop = () => new Promise((resolve) => setImmediate(resolve));

/** Whether Ada sends message `index`, or else Grace. */
export type Direction = (index: number) => boolean;

export const oneWay: Direction = () => true;
export const pingPong: Direction = (index) => index % 2 === 0;
export const burstsOfFour: Direction = (index) => index % 8 < 4;

async function microsecondsOf(action: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await action();
  return (performance.now() - start) * 1_000;
}

export interface MessagesOptions {
  readonly pair: DevicePair;
  readonly direction: Direction;
  readonly plaintext: Uint8Array;
  readonly messages: number;
}

/** Sealing and opening one message. */
export function messageRound({ pair: { ada, grace }, direction, plaintext, messages }: MessagesOptions): Round {
  return async () => {
    const total = await microsecondsOf(async () => {
      for (let i = 0; i < messages; i++) {
        const [sender, receiver] = direction(i) ? [ada, grace] : [grace, ada];
        await receiver.open(sender, await sender.seal(receiver, plaintext));
        if (i % MESSAGES_PER_TURN === MESSAGES_PER_TURN - 1) await turnOfTheLoop();
      }
    });
    return total / messages;
  };
}

/** From a bundle to the first message opened on the other side. */
export function setUpRound({ prepareSetUp }: RatchetLibrary): Round {
  return async () => {
    const actions: (() => Promise<void>)[] = [];
    for (let i = 0; i < SET_UPS_PER_ROUND; i++) actions.push(await prepareSetUp());
    await turnOfTheLoop();
    const total = await microsecondsOf(async () => {
      for (const action of actions) await action();
    });
    return total / SET_UPS_PER_ROUND;
  };
}

/** A new pair, and messages from Ada of which Grace has opened none. */
async function unopened({ newPair }: RatchetLibrary, plaintext: Uint8Array) {
  const { ada, grace } = await newPair();
  const ciphertexts: Uint8Array[] = [];
  for (let i = 0; i < LATE_MESSAGES; i++) {
    ciphertexts.push(await ada.seal(grace, plaintext));
    if (i % MESSAGES_PER_TURN === MESSAGES_PER_TURN - 1) await turnOfTheLoop();
  }
  const [last = new Uint8Array(0), ...skipped] = ciphertexts.reverse();
  return { ada, grace, last, skipped: skipped.reverse() };
}

/** Opening one message that comes before the 999 sent before it. */
export function jumpRound(library: RatchetLibrary, plaintext: Uint8Array): Round {
  return async () => {
    const { ada, grace, last } = await unopened(library, plaintext);
    return await microsecondsOf(async () => {
      await grace.open(ada, last);
    });
  };
}

/** Opening 1,000 messages, the last one first; for each of them. */
export function lateRound(library: RatchetLibrary, plaintext: Uint8Array): Round {
  return async () => {
    const { ada, grace, last, skipped } = await unopened(library, plaintext);
    const total = await microsecondsOf(async () => {
      await grace.open(ada, last);
      for (const [i, ciphertext] of skipped.entries()) {
        await grace.open(ada, ciphertext);
        if (i % MESSAGES_PER_TURN === MESSAGES_PER_TURN - 1) await turnOfTheLoop();
      }
    });
    return total / LATE_MESSAGES;
  };
}
