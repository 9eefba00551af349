/** What others can try with edits, deletions and reactions (specs/11 §1, §11). */
import { RecordFactory } from '@sotto/testkit';
import { asMessageId, formatHex, LIMITS, type MessageId, parseAccountId, parseHex } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import { stateOf } from '../tests/inspection.ts';
import { MaliciousContact } from '../tests/malicious-contact.ts';
import { World } from '../tests/world.ts';
import type { ContentFields } from './content/content.ts';
import type { ContentType } from './content/content-type.ts';
import { DELETION } from './content/deletion.ts';
import { EDIT } from './content/edit.ts';
import { REACTION } from './content/reaction.ts';
import { TEXT } from './content/text.ts';
import { TIMER } from './content/timer.ts';
import { clockAt } from './hybrid-clock.ts';

/** Grace's device is in other hands: she seals what she likes, numbered as it should be. */
async function attacker(seed: string) {
  const world = new World({ seed });
  const { ada, grace } = await world.friends();
  const { id } = await ada.send(grace, 'what ada said');
  await grace.send(ada, 'what grace said');
  await world.pass(60_000);
  const [, own] = await grace.views(ada);
  await ada.kill();
  await grace.kill();
  const malicious = await MaliciousContact.take(await grace.openParts(), 'ada', world.prng);
  const parts = await ada.openParts();
  const arrival = { mailbox: world.mailboxes[0]?.address ?? '' };
  let sequence = 1;
  let clock = parts.context.hybridClock.tick();
  const say = async <Body>(type: ContentType<Body>, body: Body, fields: Partial<ContentFields> = {}) => {
    sequence += 1;
    clock += 1;
    const content: ContentFields = {
      messageId: asMessageId(world.prng.bytes(16)),
      sequence,
      previousHash: new Uint8Array(32),
      clock,
      sentAtMs: world.clock.nowMs(),
      type: type.type,
      typeVersion: type.version,
      body: type.encode(body),
      fallback: type.fallback(body),
      ...fields,
    };
    return await parts.inbox.receive(await malicious.sealContent(content), arrival);
  };
  const target: MessageId = asMessageId(parseHex(id));
  const days = (count: number) => clockAt(world.clock.nowMs() + count * 86_400_000);
  return { world, ada, grace, say, target, ownTarget: asMessageId(parseHex(own?.id ?? '')), days };
}

describe('a malicious contact', () => {
  it('C4: cannot edit or delete what we said, whatever it claims', async () => {
    const { ada, grace, say, target } = await attacker('spoofed');
    const before = stateOf(ada.store).messages.filter(({ direction }) => direction === 'out');
    await say(EDIT, { target, text: 'what ada never said' });
    await say(EDIT, { target, text: 'nor this' }, { clock: 1 });
    await say(DELETION, { target });
    await say(DELETION, { target }, { fallback: 'nothing to see' });
    expect(stateOf(ada.store).messages.filter(({ direction }) => direction === 'out')).toEqual(before);
    await ada.restart();
    expect(await ada.texts(grace)).toEqual(['what ada said', 'what grace said']);
    await ada.close();
  });

  it('C4: cannot take the id of a message of ours for its own, and then change it', async () => {
    const { ada, grace, say, target } = await attacker('same id');
    await say(TEXT, { text: 'mine now' }, { messageId: target });
    await say(EDIT, { target, text: 'mine now' });
    await say(DELETION, { target });
    await ada.restart();
    expect(await ada.texts(grace)).toEqual(['what ada said', 'what grace said']);
    await ada.close();
  });

  it('C4: can react, and change what it said itself', async () => {
    const { ada, grace, say, target, ownTarget } = await attacker('itself');
    await say(REACTION, { target, emoji: '👍', isRemoved: false });
    await say(EDIT, { target: ownTarget, text: 'what grace meant' });
    await ada.restart();
    expect(await ada.views(grace)).toMatchObject([
      { text: 'what ada said', reactions: [{ emoji: '👍', isOurs: false, isTheirs: true }] },
      { text: 'what grace meant', edited: { earlier: ['what grace said'] } },
    ]);
    await ada.close();
  });

  it('E8: cannot end the time for editing with a clock that is days ahead', async () => {
    const { ada, grace, say, target, days } = await attacker('days ahead');
    await say(TEXT, { text: 'from next week' }, { clock: days(6) });
    await ada.restart();
    await ada.client.edit(formatHex(target), 'what ada meant');
    expect(await ada.texts(grace)).toEqual(['what ada meant', 'what grace said', 'from next week']);
    await ada.close();
  });

  it('C4: cannot set a timer with a line that disappears itself', async () => {
    const { ada, grace, say } = await attacker('silent timer');
    await say(TIMER, { seconds: 60 }, { expiresAfterSeconds: 1 });
    await ada.restart();
    const [, , line] = await ada.views(grace);
    expect(line).toMatchObject({ timerSeconds: 60 });
    expect(line).not.toHaveProperty('expiresAtMs');
    await ada.close();
  });

  it('E7: cannot make more than MAX_WAITING_EFFECTS wait, nor leave what they say behind', async () => {
    const { world, ada, say } = await attacker('flood');
    const surplus = 20;
    for (let i = 0; i < LIMITS.MAX_WAITING_EFFECTS + surplus; i++) {
      await say(EDIT, { target: asMessageId(world.prng.bytes(16)), text: 'x'.repeat(5_000) });
    }
    const { messages } = stateOf(ada.store);
    expect(messages.filter(({ visibility }) => visibility === 'waiting')).toHaveLength(LIMITS.MAX_WAITING_EFFECTS);
    const gone = messages.filter(({ visibility }) => visibility === 'gone');
    expect(gone).toHaveLength(surplus);
    expect(gone.every(({ body, fallback }) => body.length === 0 && fallback === '')).toBe(true);
  });

  it('G4: a body of any shape under a known type is shown as its fallback', async () => {
    const { world, ada, grace, say } = await attacker('shapes');
    for (const known of [TEXT.type, EDIT.type, REACTION.type, DELETION.type]) {
      for (const length of [0, 1, 17, 200]) {
        await say(TEXT, { text: '' }, { type: known, body: world.prng.bytes(length), fallback: `${known} ${length}` });
      }
    }
    await ada.restart();
    const shown = await ada.texts(grace);
    for (const known of [EDIT.type, REACTION.type, DELETION.type]) expect(shown).toContain(`${known} 200`);
    expect(shown).toContain(`${TEXT.type} 200`);
    await ada.close();
  });
});

describe('two contacts who work together', () => {
  it('C4: cannot put a message of the one in the place of what we said to the other', async () => {
    const world = new World({ seed: 'shadow' });
    const { ada, grace } = await world.friends();
    const linus = await world.person('linus');
    await ada.add(linus);
    const make = new RecordFactory('shadow');
    for (const [to, from] of [
      [grace, linus],
      [linus, grace],
    ] as const) {
      const { id } = await ada.send(to, 'ours');
      const conversation = parseAccountId((await ada.client.contact(from.name)).id);
      const record = make.message({ conversation, direction: 'in', messageId: asMessageId(parseHex(id)) });
      await ada.store.commit([{ kind: 'put-message', record }]);
      const { message } = await world.during(ada.client.edit(id, 'ours, corrected'));
      expect(message.contact).toBe((await ada.client.contact(to.name)).id);
    }
  });
});

describe('a stranger', () => {
  it('E7: has as many effects as messages, and no more', async () => {
    const world = new World({ seed: 'stranger effects' });
    const [ada, grace] = [await world.person('ada'), await world.person('grace')];
    await grace.goOnline();
    await ada.goOnline();
    await ada.add(grace);
    const { id } = await ada.send(grace, 'hello, stranger');
    await world.pass(60_000);
    for (let i = 0; i < LIMITS.MAX_REQUEST_MESSAGES + 10; i++) {
      await world.during(ada.client.edit(id, `hello again ${i}`));
      await world.pass(5_000);
    }
    await world.pass(10 * 60_000);
    expect(stateOf(grace.store).messages).toHaveLength(LIMITS.MAX_REQUEST_MESSAGES);
    expect(await grace.views(ada)).toHaveLength(1);
  });
});
