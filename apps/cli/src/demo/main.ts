/**
 * `npm run demo`: two people and three mailboxes on one machine, each a process of its own with a real database. Things
 * go wrong on purpose; every promise is checked, and one that does not hold makes the exit code 1.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import type { MessageView } from 'sotto';
import { Device } from './device.ts';
import { MailboxProcess } from './mailbox-process.ts';
import { Narrator } from './narrator.ts';

const PATIENCE_MS = 30_000;
const LOOK_AGAIN_MS = 100;
const PASSPHRASES = { ada: 'a passphrase that only Ada knows', grace: 'a passphrase that only Grace knows' };
const FIVE = [
  'One: are you there?',
  'Two: I will leave this here.',
  'Three: no hurry.',
  'Four: see you soon.',
  'Five: good night!',
];

/** Looks again and again until `done` says so; the last look is returned either way. */
async function watch<T>(look: () => Promise<T>, done: (seen: T) => boolean): Promise<T> {
  const endMs = Date.now() + PATIENCE_MS;
  for (;;) {
    const seen = await look();
    if (done(seen) || Date.now() > endMs) return seen;
    await pause(LOOK_AGAIN_MS);
  }
}

const received = (messages: readonly MessageView[]) =>
  messages.filter(({ direction }) => direction === 'in').map(({ text }) => text);
const sent = (messages: readonly MessageView[]) => messages.filter(({ direction }) => direction === 'out');
const states = (messages: readonly MessageView[]) =>
  sent(messages)
    .map(({ state }) => state)
    .join(', ');

async function play(folder: string, narrator: Narrator, running: { kill(): Promise<void> }[]): Promise<void> {
  narrator.chapter('Three mailboxes start');
  const mailboxes: MailboxProcess[] = [];
  for (const number of [1, 2, 3]) {
    const mailbox = await MailboxProcess.start(join(folder, `mailbox-${number}`));
    running.push(mailbox);
    mailboxes.push(mailbox);
    narrator.say(`Mailbox ${number} listens. It will see sealed envelopes, never who writes to whom.`);
  }
  const addresses = mailboxes.map(({ address }) => address);

  const start = async (who: 'ada' | 'grace', name?: string) => {
    const home = join(folder, who);
    const create = name === undefined ? {} : { create: { name, mailboxes: addresses } };
    const started = await Device.start({ home, passphrase: PASSPHRASES[who], ...create });
    running.push(started.device);
    return started;
  };

  narrator.chapter('Ada and Grace make accounts and add each other by link');
  let ada = await start('ada', 'Ada');
  let grace = await start('grace', 'Grace');
  await ada.device.ask('add', { link: grace.link, as: 'Grace' });
  await grace.device.ask('add', { link: ada.link, as: 'Ada' });
  const peers = await watch(
    () => ada.device.ask('status', null),
    ({ directPeers }) => directPeers > 0,
  );
  narrator.check('their devices found a direct way to each other', peers.directPeers > 0, `${peers.directPeers} peers`);

  narrator.chapter('Both are online: they chat directly');
  await ada.device.ask('send', { to: 'Grace', text: 'Hello Grace!' });
  await watch(
    () => grace.device.ask('history', 'Ada'),
    (messages) => received(messages).length === 1,
  );
  await grace.device.ask('send', { to: 'Ada', text: 'Hello Ada, I can read you.' });
  const chat = await watch(
    () => ada.device.ask('history', 'Grace'),
    (messages) => received(messages).length === 1 && states(messages) === 'delivered',
  );
  narrator.check(
    'Ada reads the answer',
    received(chat)[0] === 'Hello Ada, I can read you.',
    received(chat).join(' | '),
  );
  narrator.check('and knows that hers was delivered', states(chat) === 'delivered', states(chat));

  narrator.chapter("Grace's device is killed (SIGKILL); Ada writes five messages");
  await grace.device.kill();
  for (const text of FIVE) await ada.device.ask('send', { to: 'Grace', text });
  const inCustody = await watch(
    () => ada.device.ask('history', 'Grace'),
    (messages) =>
      sent(messages)
        .slice(1)
        .every(({ custody }) => custody.held === 3),
  );
  const custody = sent(inCustody)
    .slice(1)
    .map((message) => `${message.state} ${message.custody.held} of ${message.custody.of}`);
  narrator.check(
    'each of the five is in custody, 3 of 3',
    custody.every((text) => text === 'custody 3 of 3'),
    custody.join('; '),
  );

  narrator.chapter('One mailbox is killed for good; Ada goes offline');
  await mailboxes[0]?.kill();
  await ada.device.close();
  narrator.say('Nobody but two mailboxes is left, and neither can read a word.');

  narrator.chapter('Grace comes back');
  grace = await start('grace');
  const back = await watch(
    () => grace.device.ask('history', 'Ada'),
    (messages) => received(messages).length >= 6,
  );
  const expected = ['Hello Grace!', ...FIVE];
  for (const text of received(back).slice(1)) narrator.say(`Grace reads: “${text}”`);
  narrator.check(
    'all five, in order, each exactly once',
    received(back).join('\n') === expected.join('\n'),
    received(back).join(' | '),
  );
  await grace.device.ask('markRead', 'Ada');
  await grace.device.ask('sync', null);

  narrator.chapter('Ada comes back');
  ada = await start('ada');
  const known = await watch(
    () => ada.device.ask('history', 'Grace'),
    (messages) => sent(messages).every(({ state }) => state === 'read'),
  );
  narrator.check(
    'Ada sees that all six were delivered and read',
    sent(known).every(({ state }) => state === 'read'),
    states(known),
  );
  const again = await grace.device.ask('history', 'Ada');
  narrator.check(
    'and nothing came twice',
    received(again).join('\n') === expected.join('\n'),
    received(again).join(' | '),
  );
}

const folder = await mkdtemp(join(tmpdir(), 'sotto-demo-'));
const running: { kill(): Promise<void> }[] = [];
const narrator = new Narrator();
try {
  await play(folder, narrator, running);
} catch (error) {
  narrator.check('the story comes to its end', false, error instanceof Error ? error.message : String(error));
} finally {
  await Promise.all(running.map((part) => part.kill()));
  await rm(folder, { recursive: true, force: true });
}
process.exit(narrator.end());
