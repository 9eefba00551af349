/** How many root steps a thief of the state reads on (specs/10 §8). */
import { LIMITS } from '@sotto/wire';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Conversation, type Name } from './testing/conversation.ts';
import { failure, mustBeOpened, openAt, randomFrom } from './testing/devices.ts';
import { follow, type Theft, thefts } from './testing/thief.ts';

const BOUND = LIMITS.KEM_RATCHET_STEPS + 5;
const DAY_MS = 86_400_000;
const random = randomFrom('healing');
const thief = { breaksX25519: true, random: randomFrom('thief') };
const classicalThief = { breaksX25519: false, random: randomFrom('classical thief') };

function speaker(turn: number): Name {
  return turn % 2 === 0 ? 'ada' : 'grace';
}

/** `count` turns, Ada first, of as many messages each as `size` says. */
async function takeTurns(talk: Conversation, count: number, size: (turn: number) => number = () => 1): Promise<void> {
  for (let turn = 0; turn < count; turn++) await talk.say(speaker(turn), size(turn));
}

function most(all: readonly Theft[], figure: 'rootSteps' | 'messages'): number {
  return Math.max(...all.map((theft) => theft[figure]));
}

/** The worst theft of a conversation: root steps and messages until the thief is out, and root steps for a classical one. */
async function worst({ moments }: Conversation) {
  const all = await thefts(moments, thief);
  const classical = await thefts(moments, classicalThief);
  return { steps: most(all, 'rootSteps'), messages: most(all, 'messages'), classical: most(classical, 'rootSteps') };
}

describe('a thief of the state', () => {
  test('B16: is out after exactly the root steps of the specification in a ping-pong, a classical one after a round trip', async () => {
    const talk = await Conversation.start(random);
    await takeTurns(talk, 100);
    expect(BOUND).toBe(25);
    expect(await worst(talk)).toEqual({ steps: BOUND, messages: BOUND, classical: 2 });
    // Thefts of three kinds after nearly every event were measured, not a few.
    expect((await thefts(talk.moments, thief)).length).toBeGreaterThan(500);
  });

  test('B16: is out as soon in bursts and with long speeches of one side', async () => {
    const bursts = await Conversation.start(random);
    await takeTurns(bursts, 60, () => 4);
    expect(await worst(bursts)).toEqual({ steps: BOUND, messages: 4 * BOUND, classical: 2 });
    const speeches = await Conversation.start(random);
    await takeTurns(speeches, 60, (turn) => (turn % 7 === 3 ? 40 : 1 + (turn % 3)));
    expect(await worst(speeches)).toEqual({ steps: BOUND, messages: 163, classical: 2 });
  });

  test('B16: is out earlier when time has gone by: the day counts, not the steps', async () => {
    const talk = await Conversation.start(random);
    for (let round = 0; round < 12; round++) {
      // One writes for three weeks, the other reads it all at once; then they talk.
      const writer = speaker(round);
      const sent = Array.from({ length: 21 }, () => talk.send(writer));
      talk.nowMs += 21 * DAY_MS;
      for (const message of sent) mustBeOpened(await talk.deliver(message));
      await takeTurns(talk, 6 + round);
    }
    expect(await worst(talk)).toEqual({ steps: 17, messages: 39, classical: 2 });
  });

  test('B16: a lost offer or answer costs a round trip and nothing else', async () => {
    for (const { lostKinds, delay } of [
      { lostKinds: [1_184], delay: 2 },
      { lostKinds: [1_088], delay: 2 },
      { lostKinds: [1_184, 1_088], delay: 4 },
    ]) {
      const talk = await Conversation.start(random);
      for (let turn = 0; turn < 100; turn++) {
        const sent = [0, 1, 2].map(() => talk.send(speaker(turn)));
        // Of the second epoch, the first chain with each kind of material loses both of its carriers.
        for (const [i, message] of sent.entries()) {
          const length = message.ciphertext.length - (sent[2]?.ciphertext.length ?? 0);
          const isFirst = !talk.moments.some(({ delayed }) => delayed?.ciphertext.length === message.ciphertext.length);
          const isLost = i < 2 && message.carriesFor === 2 && lostKinds.includes(length);
          if (isLost && (isFirst || i === 1)) talk.delay(message);
          else mustBeOpened(await talk.deliver(message));
        }
      }
      expect(await worst(talk)).toMatchObject({ steps: BOUND + delay, classical: 2 });
    }
  });

  test('B16: stays within the bound plus two root steps for each carrier that is lost or overtaken', async () => {
    let beyond = 0;
    const turn = fc.array(fc.constantFrom('now', 'now', 'lost', 'late'), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.array(turn, { minLength: 70, maxLength: 70 }), fc.nat(), async (turns, seed) => {
        const talk = await Conversation.start(randomFrom(seed));
        for (const [i, fates] of turns.entries()) {
          const sent = [...fates, 'now'].map((fate) => ({ fate, message: talk.send(speaker(i)) }));
          for (const { message, fate } of sent) {
            if (fate === 'now') mustBeOpened(await talk.deliver(message));
            else talk.delay(message);
          }
          for (const { message, fate } of sent) if (fate === 'late') mustBeOpened(await talk.deliver(message));
        }
        for (const { rootSteps, delayedCarriers } of await thefts(talk.moments, thief)) {
          expect(rootSteps).toBeLessThanOrEqual(BOUND + 2 * delayedCarriers);
          if (rootSteps > BOUND) beyond++;
        }
      }),
      { numRuns: 8 },
    );
    expect(beyond).toBeGreaterThan(0);
  });

  test('B16: sees headers of the chain that heals and of the next one, and of none after', async () => {
    const talk = await Conversation.start(random);
    await takeTurns(talk, 30);
    const [first] = talk.moments;
    expect([first?.sessions.grace.pq.phase.kind, first?.sessions.grace.role]).toEqual(['idle', 'recipient']);
    const { copy, hiddenStep = 0 } = await follow(talk.moments, 'grace', thief);
    const inChain = (step: number) => talk.moments.find(({ sent }) => sent?.step === step)?.sent?.ciphertext;
    expect(hiddenStep).toBe(LIMITS.KEM_RATCHET_STEPS + 3);
    await expect(openAt(copy, inChain(hiddenStep) ?? copy.id, random)).rejects.toMatchObject(failure('bad-tag'));
    expect(await openAt(copy, inChain(hiddenStep + 2) ?? copy.id, random)).toEqual({ kind: 'not-for-us' });
    const graceThen = talk.moments.find(({ steps }) => steps.grace === hiddenStep + 1)?.sessions.grace;
    expect(graceThen?.sending.headerKey).toEqual(copy.nextSendingHeaderKey);
  });
});
