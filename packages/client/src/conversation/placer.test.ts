/** Effects in any order, from anybody (specs/11 §1; attack C4). */
import type { MessageRecord } from '@sotto/ports';
import { fakeClock, MemoryMessageStore, RecordFactory } from '@sotto/testkit';
import { formatHex, LIMITS, type MessageId } from '@sotto/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ContentType, readBody } from '../content/content-type.ts';
import { DELETION } from '../content/deletion.ts';
import { EDIT } from '../content/edit.ts';
import { knownTypes } from '../content/known-types.ts';
import { REACTION } from '../content/reaction.ts';
import { TEXT } from '../content/text.ts';
import { TIMER } from '../content/timer.ts';
import { ConversationBook } from './conversation-book.ts';
import { pictureOf } from './picture.ts';
import { Placer } from './placer.ts';
import { Removal } from './removal.ts';

const make = new RecordFactory('placer');
const types = knownTypes();
/** In ticks of the hybrid clock. */
const HOUR = 3_600_000 * 4_096;

type Direction = MessageRecord['direction'];

interface Said<Body> {
  readonly direction: Direction;
  readonly clock: number;
  readonly type: ContentType<Body>;
  readonly body: Body;
}

async function conversationOf(name: string) {
  const conversation = new RecordFactory(name).accountId();
  const store = new MemoryMessageStore();
  const conversations = await ConversationBook.load(store);
  const placer = new Placer({
    store,
    effects: { on: (conversation, target) => store.effects(conversation, target) },
    types,
    conversations,
    removal: new Removal(store),
    clock: fakeClock(),
  });
  const said = <Body>({ direction, clock, type, body }: Said<Body>): MessageRecord =>
    make.message({
      conversation,
      direction,
      clock,
      sentAtMs: Math.ceil((clock * 3_600_000) / HOUR),
      type: type.type,
      typeVersion: type.version,
      body: type.encode(body),
      fallback: type.fallback(body),
    });
  return {
    store,
    conversation,
    text: (direction: Direction, clock: number, text: string) => said({ direction, clock, type: TEXT, body: { text } }),
    edit: (direction: Direction, clock: number, target: MessageId, text: string) =>
      said({ direction, clock, type: EDIT, body: { target, text } }),
    remove: (direction: Direction, clock: number, target: MessageId) =>
      said({ direction, clock, type: DELETION, body: { target } }),
    react: (direction: Direction, clock: number, target: MessageId, emoji: string, isRemoved = false) =>
      said({ direction, clock, type: REACTION, body: { target, emoji, isRemoved } }),
    timer: (direction: Direction, clock: number) => said({ direction, clock, type: TIMER, body: { seconds: 60 } }),
    async arrive(...messages: readonly MessageRecord[]) {
      for (const message of messages) await store.commit((await placer.place(message)).changes);
    },
    place: (message: MessageRecord) => placer.place(message),
    /** What a person sees, oldest first. */
    async picture() {
      const shown = await store.messages(conversation, { limit: 1_000 });
      return await Promise.all(
        [...shown].reverse().map(async (record) => {
          const { edits, reactions } = pictureOf(await store.effects(conversation, record.messageId));
          const texts = [types.describe(record), ...edits.map(({ text }) => text)];
          const marks = reactions.map(({ emoji, direction }) => `${direction} ${emoji}`);
          return { id: formatHex(record.messageId), visibility: record.visibility, texts, marks };
        }),
      );
    },
  };
}

describe('effects', () => {
  it('change their target and have no place of their own', async () => {
    const talk = await conversationOf('change');
    const first = talk.text('in', 1, 'helo');
    await talk.arrive(
      first,
      talk.edit('in', 2, first.messageId, 'hello'),
      talk.react('out', 3, first.messageId, '👍'),
      talk.react('in', 4, first.messageId, '❤️'),
      talk.react('out', 5, first.messageId, '👍', true),
    );
    expect(await talk.picture()).toMatchObject([{ texts: ['helo', 'hello'], marks: ['in ❤️'] }]);
    expect(await talk.store.unreadCount(talk.conversation)).toBe(1);
  });

  it('C4: a contact cannot edit or delete what is not its own', async () => {
    const talk = await conversationOf('spoofed');
    const [ours, theirs] = [talk.text('out', 1, 'ours'), talk.text('in', 2, 'theirs')];
    await talk.arrive(ours, theirs);
    const spoofed = [
      talk.edit('in', 3, ours.messageId, 'put into our mouth'),
      talk.remove('in', 4, ours.messageId),
      talk.edit('in', 3 + 48 * HOUR, ours.messageId, 'late, and not theirs'),
    ];
    await talk.arrive(...spoofed);
    const before = await conversationOf('spoofed');
    await before.arrive(...spoofed, theirs, ours);
    for (const { picture } of [talk, before]) {
      expect(await picture()).toMatchObject([{ texts: ['ours'] }, { texts: ['theirs'], visibility: undefined }]);
    }
    // Nothing of it stays, not even where nobody looks.
    for (const { messageId } of spoofed) {
      expect(await talk.store.message(talk.conversation, messageId)).toMatchObject({
        visibility: 'gone',
        body: new Uint8Array(0),
        fallback: '',
      });
    }
  });

  it('C4: of effects, timers and what is deleted cannot be edited or deleted', async () => {
    const talk = await conversationOf('targets');
    const [text, timer] = [talk.text('in', 1, 'text'), talk.timer('in', 2)];
    const reaction = talk.react('in', 3, text.messageId, '👍');
    await talk.arrive(text, timer, reaction);
    await talk.arrive(
      talk.remove('in', 4, reaction.messageId),
      talk.edit('in', 5, reaction.messageId, 'x'),
      talk.remove('in', 6, timer.messageId),
      talk.edit('in', 7, timer.messageId, 'x'),
    );
    const picture = [{ texts: ['text'], marks: ['in 👍'] }, { texts: ['Messages disappear after 1 minute.'] }];
    expect(await talk.picture()).toMatchObject(picture);
    await talk.arrive(talk.remove('in', 8, text.messageId), talk.edit('in', 9, text.messageId, 'still here?'));
    expect(await talk.picture()).toMatchObject([{ visibility: 'deleted', texts: [''], marks: [] }, {}]);
    const all = await talk.store.messages(talk.conversation, { limit: 100, which: 'all' });
    expect(all.some((record) => readBody(EDIT, record)?.text === 'still here?')).toBe(false);
  });

  it('an edit after the window is a message of its own, whether or not the first one was deleted before', async () => {
    const talk = await conversationOf('late');
    const first = talk.text('in', 1, 'first');
    const late = talk.edit('in', 1 + 25 * HOUR, first.messageId, 'much later');
    const last = talk.edit('in', 1 + 24 * HOUR, first.messageId, 'in time');
    await talk.arrive(first, late, last);
    expect(await talk.picture()).toMatchObject([{ texts: ['first', 'in time'] }, { texts: ['much later'] }]);
    const other = await conversationOf('late');
    await other.arrive(first, other.remove('in', 2, first.messageId), late, last);
    expect(await other.picture()).toMatchObject([{ visibility: 'deleted' }, { texts: ['much later'] }]);
  });

  it('E8: are late by the times of their author, and not because a clock was pushed ahead', async () => {
    const talk = await conversationOf('pushed');
    const first = talk.text('out', 1, 'first');
    const edit = {
      ...talk.edit('out', 1 + 100 * HOUR, first.messageId, 'a moment later'),
      sentAtMs: first.sentAtMs + 1,
    };
    await talk.arrive(first, edit);
    expect(await talk.picture()).toMatchObject([{ texts: ['first', 'a moment later'] }]);
  });

  it('of one person at most MAX_REACTIONS_PER_PERSON count, and of edits MAX_EDITS_PER_MESSAGE; nothing else is kept', async () => {
    const talk = await conversationOf('bounds');
    const text = talk.text('in', 1, 'text');
    const many = 3 * LIMITS.MAX_EDITS_PER_MESSAGE;
    await talk.arrive(text);
    for (let i = 0; i < many; i++) {
      await talk.arrive(
        talk.react('in', 10 + i, text.messageId, String.fromCodePoint(0x1f600 + i)),
        talk.edit('in', 10 + i, text.messageId, `text ${i}`),
      );
    }
    const [seen] = await talk.picture();
    expect(seen?.marks).toHaveLength(LIMITS.MAX_REACTIONS_PER_PERSON);
    expect(seen?.marks.at(-1)).toBe(`in ${String.fromCodePoint(0x1f600 + many - 1)}`);
    expect(seen?.texts).toHaveLength(1 + LIMITS.MAX_EDITS_PER_MESSAGE);
    const kept = await talk.store.effects(talk.conversation, text.messageId);
    expect(kept).toHaveLength(LIMITS.MAX_REACTIONS_PER_PERSON + LIMITS.MAX_EDITS_PER_MESSAGE);
  });

  it('E7: at most MAX_WAITING_EFFECTS wait; the oldest goes first', async () => {
    const talk = await conversationOf('waiting');
    const target = make.messageId();
    const waiting = Array.from({ length: LIMITS.MAX_WAITING_EFFECTS + 3 }, (_, i) =>
      talk.edit('in', 5_000 - i, make.messageId(), `waits ${i}`),
    );
    await talk.arrive(...waiting, talk.react('in', 9_000, target, '👍'));
    const left = await talk.store.waitingEffects(talk.conversation, 1_000);
    expect(left).toHaveLength(LIMITS.MAX_WAITING_EFFECTS);
    expect(left.at(-1)?.type).toBe(REACTION.type);
    const oldest = waiting.at(-1) as MessageRecord;
    expect(await talk.store.message(talk.conversation, oldest.messageId)).toMatchObject({ visibility: 'gone' });
  });

  it('say what became visible and what looks different', async () => {
    const talk = await conversationOf('told');
    const text = talk.text('in', 1, 'text');
    const reaction = talk.react('in', 2, text.messageId, '👍');
    const late = talk.edit('in', 1 + 30 * HOUR, text.messageId, 'late');
    for (const effect of [reaction, late]) {
      const placed = await talk.place(effect);
      expect(placed).toMatchObject({ changed: [], shown: [] });
      await talk.store.commit(placed.changes);
    }
    const placed = await talk.place(text);
    expect(placed.shown.map(({ messageId }) => messageId)).toEqual([text.messageId, late.messageId]);
    expect(placed.changed).toEqual([]);
    await talk.store.commit(placed.changes);
    const edit = await talk.place(talk.edit('in', 3, text.messageId, 'better'));
    expect(edit.changed).toEqual([text.messageId]);
    expect(edit.shown).toEqual([]);
  });

  it('C4: give the same picture in whatever order they arrive', async () => {
    const emojis = ['👍', '👎', '❤️', '😀', '😁', '😂', '🤣', '😃', '😄', '😅'];
    const step = fc.record({
      kind: fc.constantFrom('text', 'edit', 'delete', 'react', 'timer'),
      direction: fc.constantFrom<Direction>('in', 'out'),
      clock: fc.nat({ max: 12 }).map((hours) => 1 + hours * 4 * HOUR),
      target: fc.nat({ max: 20 }),
      choice: fc.nat({ max: emojis.length - 1 }),
      isRemoved: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 24 }),
        fc.infiniteStream(fc.nat()),
        fc.nat(),
        async (steps, choices, run) => {
          const talk = await conversationOf(`orders ${run}`);
          const messages: MessageRecord[] = [];
          const never = make.messageId();
          steps.forEach(({ kind, direction, clock, target: index, choice, isRemoved }, number) => {
            const target = messages[index]?.messageId ?? never;
            if (kind === 'edit') messages.push(talk.edit(direction, clock, target, `edit ${number}`));
            else if (kind === 'delete') messages.push(talk.remove(direction, clock, target));
            else if (kind === 'react')
              messages.push(talk.react(direction, clock, target, emojis[choice] ?? '', isRemoved));
            else if (kind === 'timer') messages.push(talk.timer(direction, clock));
            else messages.push(talk.text(direction, clock, `text ${number}`));
          });
          await talk.arrive(...messages);
          const expected = await talk.picture();
          for (let round = 0; round < 3; round++) {
            const other = await conversationOf(`orders ${run}`);
            const left = [...messages];
            while (left.length > 0) {
              const [next] = left.splice((choices.next().value ?? 0) % left.length, 1);
              if (next) await other.arrive(next);
            }
            expect(await other.picture()).toEqual(expected);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('C4: of many reactions the same ones count in whatever order they arrive', async () => {
    const step = fc.record({ clock: fc.nat({ max: 40 }), choice: fc.nat({ max: 11 }), isRemoved: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 12, maxLength: 40 }), fc.nat(), async (steps, run) => {
        const talk = await conversationOf(`reactions ${run}`);
        const text = talk.text('out', 1, 'text');
        const reactions = steps.map(({ clock, choice, isRemoved }) =>
          talk.react('in', 2 + clock, text.messageId, String.fromCodePoint(0x1f600 + choice), isRemoved),
        );
        await talk.arrive(text, ...reactions);
        const expected = await talk.picture();
        const other = await conversationOf(`reactions ${run}`);
        await other.arrive(...reactions.toReversed(), text);
        expect(await other.picture()).toEqual(expected);
        const third = await conversationOf(`reactions ${run}`);
        await third.arrive(text, ...reactions.toSorted((a, b) => (a.clock % 7) - (b.clock % 7)));
        expect(await third.picture()).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });
});
