/** A conversation in which everything has happened that can happen to a message. */
import { LimitError } from '@sotto/wire';
import { StoryWorld } from './story-world.ts';

const MINUTE_MS = 60_000;
const WEEK_SECONDS = 604_800;

export async function tellRichStory(nowMs: number): Promise<StoryWorld> {
  const world = new StoryWorld('rich', nowMs);
  await world.add('Ada');
  await world.add('Grace');
  await world.befriend('Ada', 'Grace');
  world.skipTo(nowMs - 90 * MINUTE_MS);
  await tellEffects(world);
  world.skipTo(nowMs - 20 * MINUTE_MS);
  await tellTimer(world);
  world.skipTo(nowMs - 8 * MINUTE_MS);
  await tellTrouble(world);
  world.skipTo(nowMs - MINUTE_MS);
  return world;
}

async function tellEffects(world: StoryWorld): Promise<void> {
  await world.say(
    'Grace',
    'Ada',
    'Shall we freeze the wire format on Friday? I would like two days of fuzzing before.',
  );
  await world.answer({
    of: 'Ada',
    to: 'Grace',
    on: 'Shall we freeze',
    text: 'Friday is fine. The negative vectors are in, the fuzzer has run for eleven hours.',
  });
  await world.react({ of: 'Grace', on: 'Friday is fine', emoji: '🎉' });
  await world.react({ of: 'Ada', on: 'Shall we freeze', emoji: '👍' });
  await world.react({ of: 'Grace', on: 'Shall we freeze', emoji: '👍' });
  await world.react({ of: 'Grace', on: 'Shall we freeze', emoji: '👀' });
  await world.say('Ada', 'Grace', 'I will tag it at nine.');
  await world.edit({ of: 'Ada', on: 'I will tag it', text: 'I will tag it at ten, after the review.' });
  await world.edit({ of: 'Ada', on: 'I will tag it', text: 'I will tag it at eleven, after the review.' });
  await world.say('Grace', 'Ada', 'Wrong window, sorry');
  await world.answer({ of: 'Ada', to: 'Grace', on: 'Wrong window', text: 'Which one was it for?' });
  await world.remove({ of: 'Grace', on: 'Wrong window' });
  await world.say('Ada', 'Grace', 'Never mind.');
  await world.remove({ of: 'Ada', on: 'Never mind' });
  await world.answer({ of: 'Grace', to: 'Ada', on: 'I will tag it', text: 'Eleven works. Ping me then?' });
}

async function tellTimer(world: StoryWorld): Promise<void> {
  await world.during(world.person('Grace').client.setTimer('Ada', WEEK_SECONDS));
  await world.pass(1_000);
  await world.say('Grace', 'Ada', 'The door code is 4711 until Monday.');
  await world.person('Ada').client.markRead('Grace');
  await world.say('Ada', 'Grace', 'Got it, thanks!');
  await world.react({ of: 'Grace', on: 'Got it', emoji: '❤️' });
}

/** Grace is away, and mailboxes refuse: one message fails, one waits. */
async function tellTrouble(world: StoryWorld): Promise<void> {
  world.network.setOnline(world.person('Grace').peer, false);
  for (const mailbox of world.mailboxes) mailbox.refusePuts(new LimitError('too-large', 'too large'));
  await world.say('Ada', 'Grace', 'Here is the whole log, all of it.');
  for (const mailbox of world.mailboxes) mailbox.beHonest();
  for (const mailbox of world.mailboxes) mailbox.stop();
  await world.say('Ada', 'Grace', 'Are you still on the train?');
}
