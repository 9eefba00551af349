/** Both ratchets under any schedule of sending, loss, reordering, repeats, restarts and clocks that jump. */
import { LIMITS } from '@sotto/wire';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeSession, encodeSession } from './session-codec.ts';
import { Conversation, type Message, type Name, other } from './testing/conversation.ts';
import { randomFrom } from './testing/devices.ts';

const DAY_MS = LIMITS.KEM_RATCHET_SECONDS * 1_000;
// Late messages keep their keys: all waits together are shorter than the life of a skipped key.
const MAX_WAITS = 20;
const NAMES = ['ada', 'grace'] as const;

const event = fc.record({
  name: fc.constantFrom(...NAMES),
  action: fc.oneof(
    { weight: 5, arbitrary: fc.constant('send' as const) },
    { weight: 5, arbitrary: fc.constant('receive' as const) },
    { weight: 8, arbitrary: fc.constant('speak' as const) },
    { weight: 1, arbitrary: fc.constant('lose' as const) },
    { weight: 1, arbitrary: fc.constant('restart' as const) },
    { weight: 2, arbitrary: fc.constant('wait' as const) },
    { weight: 1, arbitrary: fc.constant('clock back' as const) },
  ),
  pick: fc.nat(),
});
type Event = typeof event extends fc.Arbitrary<infer T> ? T : never;

/** A conversation in which every message stays on its way, so that it can come again, until it is lost. */
class Post {
  readonly talk: Conversation;
  readonly #toward: Record<Name, Message[]> = { ada: [], grace: [] };
  readonly #opened = new Set<Message>();
  readonly #newestStep: Record<Name, number> = { ada: 0, grace: 0 };
  #waits = 0;

  constructor(talk: Conversation) {
    this.talk = talk;
  }

  async happen({ name, action, pick }: Event): Promise<void> {
    const pending = this.#toward[name];
    const picked = pending[pick % Math.max(1, pending.length)];
    if (action === 'send') this.send(name);
    else if (action === 'restart') this.#restart(name);
    else if (action === 'wait' && this.#waits++ < MAX_WAITS) this.talk.nowMs += DAY_MS;
    else if (action === 'clock back') this.talk.nowMs = Math.max(0, this.talk.nowMs - DAY_MS / 2);
    else if (action === 'receive' && picked) await this.receive(picked);
    else if (action === 'speak') await this.receive(this.send(name));
    else if (action === 'lose' && picked) pending.splice(pending.indexOf(picked), 1);
  }

  send(from: Name): Message {
    const message = this.talk.send(from, Uint8Array.of(this.talk.moments.length % 256, 7));
    this.#toward[other(from)].push(message);
    return message;
  }

  /** Expects what must become of a message: opened once, then a duplicate, and unknown when its chain is forgotten. */
  async receive(message: Message): Promise<void> {
    const to = other(message.from);
    const before = encodeSession(this.talk.session(to));
    const session = this.talk.session(to);
    const result = await this.talk.deliver(message);
    expect(encodeSession(session)).toEqual(before);
    const isForgotten = (this.#newestStep[to] - message.step) / 2 >= LIMITS.MAX_RECEIVING_CHAINS;
    const expected = isForgotten ? 'not-for-us' : this.#opened.has(message) ? 'duplicate' : 'opened';
    expect(result.kind).toBe(expected);
    if (result.kind !== 'opened') return;
    expect(result.plaintext).toEqual(message.plaintext);
    this.#opened.add(message);
    this.#newestStep[to] = Math.max(this.#newestStep[to], message.step);
  }

  async receiveAll(): Promise<void> {
    for (const name of NAMES) for (const message of this.#toward[name]) await this.receive(message);
  }

  async exchange(rounds: number): Promise<void> {
    for (let i = 0; i < rounds; i++) for (const name of NAMES) await this.receive(this.send(name));
  }

  #restart(name: Name): void {
    const bytes = encodeSession(this.talk.session(name));
    this.talk.replace(name, decodeSession(bytes));
    expect(encodeSession(this.talk.session(name))).toEqual(bytes);
    bytes.fill(0);
  }
}

describe('the post-quantum ratchet under any schedule', () => {
  test('B5, B16: nothing parts the two sides, and epochs go on as soon as they hear each other again', async () => {
    const epochs: number[] = [];
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { minLength: 20, maxLength: 120, size: 'max' }),
        fc.nat(),
        async (events, seed) => {
          const post = new Post(await Conversation.start(randomFrom(seed)));
          const { talk } = post;
          for (const each of events) await post.happen(each);
          epochs.push(Math.max(talk.session('ada').pq.epoch, talk.session('grace').pq.epoch));

          // Quiesce: what is still on its way comes, twice, and each side hears from the other.
          await post.receiveAll();
          await post.receiveAll();
          await post.exchange(2);
          const [ada, grace] = [talk.session('ada'), talk.session('grace')];
          // Grace spoke last: Ada has heard her and stepped on.
          expect(ada.receiving[0]?.chainKey).toEqual(grace.sending.chainKey);
          expect(ada.nextReceivingHeaderKey).toEqual(grace.nextSendingHeaderKey);
          expect(ada.sending.headerKey).toEqual(grace.nextReceivingHeaderKey);
          expect([0, 1]).toContain(ada.pq.epoch - grace.pq.epoch);

          // After some days the next epochs are due: two of them take two offers, and each side makes one.
          const { epoch } = grace.pq;
          for (let day = 0; day < 6; day++) {
            talk.nowMs += 40 * DAY_MS;
            await post.exchange(1);
          }
          expect(talk.session('grace').pq.epoch - epoch).toBeGreaterThanOrEqual(2);
        },
      ),
      { numRuns: 60 },
    );
    // The schedules were not too short to reach a new epoch.
    expect(epochs.filter((epoch) => epoch > 0).length).toBeGreaterThan(epochs.length / 3);
  });
});

describe('the day after which an epoch is offered', () => {
  async function phaseAfter(waitMs: number): Promise<string> {
    const talk = await Conversation.start(randomFrom('a day'));
    talk.nowMs = talk.session('ada').createdAtMs + waitMs;
    await talk.say('ada');
    await talk.say('grace');
    return talk.session('ada').pq.phase.kind;
  }

  test('is counted from the creation of the session, to the millisecond, and by the clock of its offerer', async () => {
    expect(await phaseAfter(DAY_MS - 1)).toBe('idle');
    expect(await phaseAfter(DAY_MS)).toBe('offering');
    expect(await phaseAfter(-900)).toBe('idle');
  });

  test('begins anew with every epoch, for each side when it mixes', async () => {
    const talk = await Conversation.start(randomFrom('days'));
    talk.nowMs += DAY_MS;
    for (const name of ['ada', 'grace', 'ada', 'grace'] as const) await talk.say(name);
    const offeredMs = talk.nowMs;
    talk.nowMs += 5;
    for (const name of ['ada', 'grace'] as const) await talk.say(name);
    expect(talk.session('ada').pq).toMatchObject({ epoch: 1, changedAtMs: offeredMs });
    expect(talk.session('grace').pq).toMatchObject({ epoch: 1, changedAtMs: offeredMs + 5 });
    talk.nowMs = offeredMs + DAY_MS + 4;
    await talk.say('ada');
    expect(talk.session('grace').pq.phase.kind).toBe('idle');
    await talk.say('grace');
    talk.nowMs += 1;
    await talk.say('ada');
    expect(talk.session('grace').pq.phase.kind).toBe('offering');
  });
});
