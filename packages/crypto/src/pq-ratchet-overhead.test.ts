/** What the post-quantum ratchet adds to messages, counted: specs/04 §4, specs/10 §4, the sizes of specs/05 §3. */
import { LIMITS, paddedSize } from '@sotto/wire';
import { describe, expect, test } from 'vitest';
import { sealOverhead } from './seal.ts';
import { Conversation, type Name } from './testing/conversation.ts';
import { randomFrom } from './testing/devices.ts';
import { pairInPhase } from './testing/pq-sessions.ts';

/** A packet with nothing for the next epoch; the number is in specs/04 §4. */
const PLAIN = 111;
const OFFER = PLAIN + 1_184;
const ANSWER = PLAIN + 1_088;

/** Bytes of each message that was sent, beside its plaintext. */
function overheads({ moments }: Conversation): number[] {
  const sent = moments.flatMap((moment) => (moment.sent ? [moment.sent] : []));
  return sent.map(({ ciphertext, plaintext }) => ciphertext.length - plaintext.length);
}

function figures(values: readonly number[]) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1];
  const count = (value: number) => values.filter((each) => each === value).length;
  const counts = { plain: count(PLAIN), answers: count(ANSWER), offers: count(OFFER) };
  expect(counts.plain + counts.answers + counts.offers).toBe(values.length);
  return { median: at(0.5), p95: at(0.95), ...counts };
}

/** As many turns as twenty epochs take. */
async function twentyEpochs(burst: number): Promise<Conversation> {
  const talk = await Conversation.start(randomFrom('overhead'));
  for (let turn = 0; turn < 20 * 23; turn++) await talk.say(turn % 2 === 0 ? 'ada' : 'grace', burst);
  expect(talk.session('ada').pq.epoch).toBe(20);
  return talk;
}

async function monologue(session: 'offering' | 'answering', speaker: Name): Promise<Conversation> {
  const talk = new Conversation(await pairInPhase(session, randomFrom('monologue')), randomFrom('monologue'));
  await talk.say(speaker, 1_000);
  return talk;
}

describe('the overhead of a message', () => {
  test('in a ping-pong is more than the constant for 2 messages of 23', async () => {
    expect(figures(overheads(await twentyEpochs(1)))).toEqual({
      ...{ median: PLAIN, p95: ANSWER, plain: 420, answers: 20, offers: 20 },
    });
  });

  test('in bursts of four is more than the constant for 6 messages of 92', async () => {
    expect(figures(overheads(await twentyEpochs(4)))).toEqual({
      ...{ median: PLAIN, p95: ANSWER, plain: 1_720, answers: 60, offers: 60 },
    });
  });

  test('in a monologue of 1,000 is more than the constant for 10 messages at the most', async () => {
    const plain = { median: PLAIN, p95: PLAIN, plain: 990, answers: 0, offers: 0 };
    expect(figures(overheads(await monologue('offering', 'ada')))).toEqual({ ...plain, offers: 10 });
    expect(figures(overheads(await monologue('answering', 'grace')))).toEqual({ ...plain, answers: 10 });
    expect(figures(overheads(await monologue('offering', 'grace')))).toEqual({ ...plain, plain: 1_000 });
  });

  test('puts short messages into envelopes of 512 or 2,048 bytes and no other, one in about ten into the larger', async () => {
    const all = overheads(await twentyEpochs(1));
    // A payload has a type byte and the mark that ends the padding beside the content.
    for (const content of [0, 1, 100, 300]) {
      const sizes = all.map((overhead) => paddedSize(content + overhead + 2));
      expect([...new Set(sizes)].sort()).toEqual([2_048, 512]);
      expect(sizes.filter((size) => size === 2_048)).toHaveLength(40);
    }
  });

  test('leaves room for the largest content and the largest address in every phase', async () => {
    // specs/05 §4: mailboxes and direct addresses are the bulk of an address.
    const address = (LIMITS.MAX_MAILBOXES + 16) * (LIMITS.MAX_MAILBOX_ADDRESS_BYTES + 3) + 1_024;
    for (const kind of ['idle', 'offering', 'answering'] as const) {
      const { ada, grace } = await pairInPhase(kind, randomFrom('room'));
      for (const session of [ada, grace]) {
        const payload = paddedSize(LIMITS.MAX_CONTENT_BYTES + address + sealOverhead(session) + 2);
        expect(payload).toBeLessThanOrEqual(LIMITS.MAX_PAYLOAD_BYTES);
      }
    }
  });
});
