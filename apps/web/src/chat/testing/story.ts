/** What has happened when the page of a test is opened: every state that a conversation can show. */

import type { MemoryMessageStore } from '@sotto/testkit';
import { asMessageId, LimitError, parseAccountId } from '@sotto/wire';
import { StoryWorld } from './story-world.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

export async function tellStory(nowMs: number): Promise<StoryWorld> {
  const world = new StoryWorld('story', nowMs);
  await world.add('Ada');
  await world.add('Grace');
  await world.add('Linus', { isDialable: false });
  await world.add('Noor', { isDialable: false });
  for (const friend of ['Grace', 'Linus', 'Noor']) await world.befriend('Ada', friend);
  await tellGrace(world);
  await tellLinus(world);
  await world.say('Noor', 'Ada', 'I have a new telephone, do you see me?');
  world.skipTo(nowMs - 50 * MINUTE_MS);
  await tellStranger(world);
  await world.reopen('Ada', (store) => changeKeys(store, world));
  await world.say('Grace', 'Ada', 'Quick one: is `main` green?');
  await world.say('Grace', 'Ada', 'No rush 🙂');
  world.skipTo(nowMs - MINUTE_MS);
  return world;
}

async function tellGrace(world: StoryWorld): Promise<void> {
  const { client } = world.person('Ada');
  await client.markVerified('Grace');
  await world.say('Grace', 'Ada', 'Morning! Did the *new* mailbox survive the night?');
  await world.say('Ada', 'Grace', 'It did. **Zero** envelopes lost, and the receipts all check out.');
  await world.pass(20_000);
  await world.say('Ada', 'Grace', 'Notes are here: https://notes.example/night-shift?page=2');
  await client.markRead('Grace');
  await world.person('Grace').client.markRead('Ada');
  world.skip(26 * HOUR_MS);
  await world.say(
    'Grace',
    'Ada',
    'Before I forget:\n\n1. rotate the keys\n2. ask Linus about the *loss* test\n3. lunch',
  );
  await world.say('Grace', 'Ada', '> receipts all check out\n\nHow do you count the ones that came ~~late~~ twice?');
  world.skip(4 * MINUTE_MS);
  await world.say('Ada', 'Grace', 'Once. By the id of the envelope:\n\n```\nseen.add(envelope.id)\n```');
  await world.say('Ada', 'Grace', '👍');
  await world.say(
    'Grace',
    'Ada',
    'שלום from the train, back at 6. See [our page](https://example.org/team) and http://bücher.example/',
  );
  await client.markRead('Grace');
  await world.person('Grace').client.markRead('Ada');
  world.skip(5 * MINUTE_MS);
}

/** Offline, so that what is written to him waits in mailboxes, fails, and is missing. */
async function tellLinus(world: StoryWorld): Promise<void> {
  const ada = world.person('Ada').client;
  const linus = world.person('Linus');
  await world.say('Linus', 'Ada', 'Starting the loss test now.');
  // What the mailboxes sign for and drop is missed when the next message comes.
  for (const mailbox of world.mailboxes) mailbox.lie('drop-after-receipt');
  world.network.partition([linus.peer], [world.person('Ada').peer]);
  await world.say('Linus', 'Ada', 'This one gets lost.');
  for (const mailbox of world.mailboxes) mailbox.beHonest();
  await world.say('Linus', 'Ada', 'Seven of ten packets arrive. The eighth is the interesting one.');
  world.skip(MINUTE_MS);
  world.network.setOnline(linus.peer, false);
  await ada.markRead('Linus');
  await world.say('Ada', 'Linus', 'Which mailbox signs first?');
  for (const mailbox of world.mailboxes) mailbox.refusePuts(new LimitError('too-large', 'too large'));
  await world.say('Ada', 'Linus', 'Trying a mailbox that refuses everything.');
  for (const mailbox of world.mailboxes) mailbox.beHonest();
  for (const mailbox of world.mailboxes.slice(1)) mailbox.stop();
  await world.say('Ada', 'Linus', 'And this one while two of three are down.');
  for (const mailbox of world.mailboxes) mailbox.start();
}

async function tellStranger(world: StoryWorld): Promise<void> {
  const zoe = await world.add('Zoe Vogel');
  await world.during(zoe.client.addContact(await world.person('Ada').client.link(), { as: 'Ada' }));
  await world.say('Zoe Vogel', 'Ada', 'Hello Ada, we met at the workshop. May I ask you something about mailboxes?');
  world.skip(MINUTE_MS);
}

/** Noor's keys are other ones than those that Ada verified, and one of her devices is new. */
async function changeKeys(store: MemoryMessageStore, world: StoryWorld): Promise<void> {
  const { id } = await world.person('Noor').client.account();
  const accountId = parseAccountId(id);
  const contact = await store.contact(accountId);
  if (contact === undefined) return;
  const others = new Uint8Array(contact.acceptedKeys.length).fill(7);
  const clock = (await store.lastClock()) + 1;
  const noticedAtMs = world.clock.nowMs();
  const notice = (kind: string, number: number) => ({
    kind: 'put-notice' as const,
    record: {
      conversation: accountId,
      noticeId: asMessageId(new Uint8Array(16).fill(number)),
      kind,
      kindVersion: 1,
      clock: clock + number,
      noticedAtMs,
    },
  });
  await store.commit([
    { kind: 'put-contact', record: { ...contact, acceptedKeys: others, verifiedKeys: others } },
    notice('device-added', 1),
    notice('keys-changed', 2),
    notice('clone-suspected', 3),
  ]);
}
