/** Sessions that cross, are lost and are repaired (specs/03 §5, specs/04; attacks A11, B5, B9, B12). */
import { decodeEnvelope } from '@sotto/crypto';
import { asTopic, formatHex, LIMITS } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import { contentsOf, stateOf } from '../tests/inspection.ts';
import type { Person } from '../tests/person.ts';
import { onTopic } from '../tests/rewrapped.ts';
import { World } from '../tests/world.ts';

const HOUR_MS = 3_600_000;

async function agreeOnOneSession(ada: Person, grace: Person): Promise<void> {
  const [best, theirs] = [(await ada.sessions(grace))[0], (await grace.sessions(ada))[0]];
  expect(formatHex(best?.id ?? new Uint8Array(0))).toBe(formatHex(theirs?.id ?? new Uint8Array(1)));
}

describe('two people who both write first', () => {
  for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
    it(`A11: end on one session after at most two more messages each way, whatever gets lost (seed ${seed})`, async () => {
      const world = new World({ seed: `crossing ${seed}` });
      const [ada, grace] = [await world.person('ada'), await world.person('grace')];
      await ada.sync();
      await grace.sync();
      const [adaLink, graceLink] = [await ada.client.link(), await grace.client.link()];
      const faults = { lossRate: 0.25, duplicateRate: 0.25, reorderRate: 0.25, minDelayMs: 1, maxDelayMs: 2_000 };
      world.network.setFaults(faults);
      const everyone = [
        { person: ada, link: graceLink, other: 'grace' },
        { person: grace, link: adaLink, other: 'ada' },
      ];
      const said: Record<string, string[]> = { ada: [], grace: [] };
      // Any order of adding, writing, looking for mail, dying and being started again.
      for (const { person, link, other } of world.prng.shuffle(everyone)) {
        await person.addLink(link, other);
        if (world.prng.chance(0.3)) await person.restart();
      }
      for (let step = 0; step < 12; step++) {
        const { person, other } = world.prng.pick(everyone);
        if (world.prng.chance(0.5)) {
          const text = `${person.name} ${step}`;
          await person.send(other, text);
          said[person.name]?.push(text);
        } else if (world.prng.chance(0.7)) await person.sync({ timeoutMs: world.prng.integer(1_000, 20_000) });
        else await person.restart();
      }
      await ada.goOnline();
      await grace.goOnline();
      await world.pass(2 * HOUR_MS);
      for (let turn = 0; turn < 2; turn++) {
        for (const { person, other } of everyone) {
          await person.send(other, `${person.name} at last ${turn}`);
          said[person.name]?.push(`${person.name} at last ${turn}`);
          await world.pass(10 * 60_000);
        }
      }
      await agreeOnOneSession(ada, grace);
      expect(await grace.texts('ada', 'in')).toEqual(said['ada']);
      expect(await ada.texts('grace', 'in')).toEqual(said['grace']);
      expect(await ada.texts('grace')).toEqual(await grace.texts('ada'));
    });
  }
});

describe('a device that cannot read what it gets', () => {
  it('B5: a message beyond the reach of its session is asked for and read within one round trip', async () => {
    const world = new World({ seed: 'too far' });
    const { ada, grace } = await world.friends();
    await ada.kill();
    await grace.kill();
    // More messages are sealed than a session may skip, and all but the last are lost on the way.
    const parts = await ada.openParts();
    const contact = parts.context.contacts.find('grace');
    const { deviceId } = await grace.identity();
    for (let i = 0; i <= LIMITS.MAX_FORWARD_JUMP; i++) await parts.composer.sendControl(contact, deviceId, undefined);
    const lost = await parts.context.store.outbox({ limit: 10_000 });
    await ada.store.commit(lost.map(({ envelopeId }) => ({ kind: 'delete-outbox', envelopeId })));
    await ada.restart();
    await ada.send(grace, 'far away');
    await ada.sync();
    await grace.open();
    await grace.sync();
    expect(await grace.texts(ada)).toEqual([]);
    await ada.sync();
    await grace.sync();
    expect(await grace.texts(ada)).toEqual(['far away']);
    await ada.sync();
    expect(await ada.sentStates(grace)).toEqual(['delivered']);
    await agreeOnOneSession(ada, grace);
  });

  it('B5: one that lost its sessions gets everything that was on its way, in order and once', async () => {
    const world = new World({ seed: 'lost' });
    const { ada, grace } = await world.friends();
    await grace.forgetSessions(ada);
    await grace.kill();
    const texts = Array.from({ length: 30 }, (_, index) => `number ${index + 1}`);
    for (const text of texts) await ada.send(grace, text);
    await world.pass(10_000);
    await grace.open();
    await grace.goOnline();
    await world.pass(60_000);
    expect(await grace.texts(ada)).toEqual(texts);
    expect(new Set(grace.shown).size).toBe(texts.length);
    await world.pass(2 * 60_000);
    expect(new Set(await ada.sentStates(grace))).toEqual(new Set(['delivered']));
    expect(ada.keys.reused).toEqual([]);
    await agreeOnOneSession(ada, grace);
  });

  it('B5: is helped although the repair itself is interrupted by a crash, or nobody can be reached at first', async () => {
    const world = new World({ seed: 'interrupted repair' });
    const { ada, grace } = await world.friends();
    await grace.forgetSessions(ada);
    await grace.kill();
    await ada.send(grace, 'only once');
    await world.pass(10_000);
    await ada.kill();
    await grace.open();
    // The envelope is taken and deleted at the mailboxes; then the directories are gone, and the process dies.
    const [, second, third] = world.mailboxes;
    second?.stop();
    third?.stop();
    grace.store.failAt(3, { when: 'after', crash: true });
    await world.during(grace.client.sync().catch(() => undefined));
    await grace.kill();
    second?.start();
    third?.start();
    await grace.open();
    await grace.sync();
    await ada.open();
    await ada.sync();
    await grace.sync();
    expect(await grace.texts(ada)).toEqual(['only once']);
  });

  it('B5: a clock that is behind does not keep a restored device from getting a session that both use', async () => {
    const world = new World({ seed: 'behind' });
    const { ada, grace } = await world.friends();
    const copy = grace.store.snapshot();
    // Ada has made a newer session since, by a clock that is ahead; Grace does not remember it.
    ada.skewClock(3 * 24 * HOUR_MS);
    await ada.forgetSessions(grace);
    await ada.goOnline();
    await ada.send(grace, 'in a newer session');
    await world.pass(60_000);
    expect(await grace.texts(ada)).toEqual(['in a newer session']);
    grace.skewClock(-3 * 24 * HOUR_MS);
    await grace.restore(copy);
    await grace.goOnline();
    await grace.send(ada, 'restored');
    await world.pass(60_000);
    await ada.send(grace, 'can you read this?');
    await world.pass(60_000);
    expect(await ada.texts(grace, 'in')).toEqual(['restored']);
    expect(await grace.texts(ada, 'in')).toEqual(['can you read this?']);
    await agreeOnOneSession(ada, grace);
  });
});

describe('an envelope that comes back or goes astray', () => {
  it('B9: our own envelope is refused, on our topics and on anybody else’s, and nothing changes', async () => {
    const world = new World({ seed: 'reflection' });
    const { ada, grace } = await world.friends();
    const carol = await world.person('carol');
    await carol.goOnline();
    await carol.add(ada);
    await ada.add(carol);
    await ada.send(grace, 'to grace');
    await ada.send(carol, 'to carol');
    await world.pass(60_000);
    const own = ada.sent;
    for (const person of [ada, grace, carol]) await person.kill();
    const parts = await ada.openParts();
    const arrival = { mailbox: world.mailboxes[0]?.address ?? '' };
    const before = stateOf(ada.store);
    for (const envelope of own) {
      expect((await parts.inbox.receive(envelope, arrival)).kind).toBe('refused');
      for (const { topic } of before.topics) {
        expect((await parts.inbox.receive(onTopic(envelope, topic), arrival)).kind).toBe('refused');
      }
    }
    expect(own.length).toBeGreaterThan(4);
    expect(withoutRepairs(stateOf(ada.store))).toEqual(withoutRepairs(before));

    // What Ada wrote to Grace, moved to the topic that Carol reads for Ada and to the one that Grace reads for strangers.
    for (const other of [grace, carol]) {
      const theirs = await other.openParts();
      const untouched = stateOf(other.store);
      const foreign = own.filter((envelope) => !isTheirs(envelope, untouched));
      for (const envelope of foreign) {
        for (const { topic } of untouched.topics) {
          expect((await theirs.inbox.receive(onTopic(envelope, topic), arrival)).kind).toBe('refused');
        }
      }
      expect(foreign.length).toBeGreaterThan(1);
      expect(withoutRepairs(stateOf(other.store))).toEqual(withoutRepairs(untouched));
    }
  });

  it('B12: a resend is the same bytes, by every way and after every restart', async () => {
    const world = new World({ seed: 'same bytes' });
    const { ada, grace } = await world.friends();
    await grace.kill();
    for (const mailbox of world.mailboxes) mailbox.stop();
    await ada.send(grace, 'again and again');
    await world.pass(5 * 60_000);
    await ada.restart();
    await ada.goOnline();
    await world.pass(5 * 60_000);
    world.mailboxes[0]?.start();
    await world.pass(10 * 60_000);
    for (const mailbox of world.mailboxes) mailbox.start();
    await world.pass(10 * 60_000);
    const [row] = contentsOf(ada.store).outbox.filter(({ status }) => status === 'custody');
    const id = formatHex(row?.envelopeId ?? new Uint8Array(0));
    const attempts = ada.sent.filter((envelope) => formatHex(decodeEnvelope(envelope).id) === id);
    expect(attempts.length).toBeGreaterThan(6);
    expect(new Set(attempts.map(formatHex)).size).toBe(1);
    expect(new Set(world.mailboxes.map((mailbox) => mailbox.heldCount(row && asTopic(row.topic))))).toEqual(
      new Set([1]),
    );
    await grace.open();
    await grace.goOnline();
    expect(await grace.texts(ada)).toEqual(['again and again']);
  });
});

type State = ReturnType<typeof stateOf>;

/** Somebody’s junk may make us want a new session. Nothing else may come of it. */
function withoutRepairs(state: State): State {
  return { ...state, settings: state.settings.filter(({ name }) => name !== 'repairs') };
}

function isTheirs(envelope: Uint8Array, { topics }: State): boolean {
  const topic = formatHex(decodeEnvelope(envelope).envelope.topic);
  return topics.some((own) => formatHex(own.topic) === topic);
}
