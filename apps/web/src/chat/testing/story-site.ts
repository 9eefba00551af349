/** The page of the tests of the chat: a story, and what a test may do in it. */
import { LimitError } from '@sotto/wire';
import { hostileTexts } from './hostile-texts.ts';
import { tellStory } from './story.ts';
import { StoryWorld } from './story-world.ts';

let world: StoryWorld | undefined;

function told(): StoryWorld {
  world ??= new StoryWorld('empty', Date.now());
  return world;
}

async function show(name: string, language: 'en' | 'de'): Promise<void> {
  const { showPage } = await import('./story-page.tsx');
  await showPage(told().person(name).client, language);
}

export const actions = {
  /** Tells the story, and shows what Ada sees. */
  story: async ({ language }: { readonly language: 'en' | 'de' }) => {
    world = await tellStory(Date.now());
    await show('Ada', language);
  },
  /** Two people who have just met, with nothing written. */
  friends: async () => {
    world = new StoryWorld('friends', Date.now());
    await world.add('Ada');
    await world.add('Grace');
    await world.befriend('Ada', 'Grace');
    world.skipTo(Date.now());
    await show('Ada', 'en');
  },
  /** Everything that can happen to a message has happened. */
  rich: async ({ language }: { readonly language: 'en' | 'de' }) => {
    const { tellRichStory } = await import('./rich-story.ts');
    world = await tellRichStory(Date.now());
    await show('Ada', language);
  },
  answer: (deed: Parameters<StoryWorld['answer']>[0]) => told().answer(deed),
  react: (deed: Parameters<StoryWorld['react']>[0]) => told().react(deed),
  edit: (deed: Parameters<StoryWorld['edit']>[0]) => told().edit(deed),
  remove: (deed: Parameters<StoryWorld['remove']>[0]) => told().remove(deed),
  timer: async ({ of, to, seconds }: { readonly of: string; readonly to: string; readonly seconds: number }) => {
    await told().during(told().person(of).client.setTimer(to, seconds));
    await told().pass(1_000);
  },
  types: async ({ of, to }: { readonly of: string; readonly to: string }) => {
    await told().person(of).client.typing(to);
    await told().pass(100);
  },
  /** What one person sees of a conversation, in short. */
  seen: async ({ of, name }: { readonly of: string; readonly name: string }) =>
    (await told().person(of).client.history(name, { limit: 1_000 })).map(
      ({ text, isDeleted, reactions, reply, timerSeconds, edited }) => ({
        text,
        isDeleted,
        reactions: reactions.map(({ emoji }) => emoji).join(''),
        answers: reply?.text ?? null,
        timer: timerSeconds ?? null,
        versions: edited?.earlier.length ?? 0,
      }),
    ),
  isTyping: async ({ of, name }: { readonly of: string; readonly name: string }) =>
    (await told().person(of).client.conversation(name)).isTyping,
  draft: async ({ of, name }: { readonly of: string; readonly name: string }) =>
    (await told().person(of).client.conversation(name)).draft?.text ?? null,
  /** Mailboxes sign for what they drop, and the direct way is closed; or all is as it was. */
  lose: ({ between, isLosing }: { readonly between: readonly [string, string]; readonly isLosing: boolean }) => {
    const [one, other] = between.map((name) => told().person(name).peer);
    for (const mailbox of told().mailboxes) {
      if (isLosing) mailbox.lie('drop-after-receipt');
      else mailbox.beHonest();
    }
    if (one === undefined || other === undefined) return;
    if (isLosing) told().network.partition([one], [other]);
    else told().network.heal();
  },
  /** Somebody is away and mailboxes take nothing, or all is as it was. */
  refuse: ({ away, isOver }: { readonly away: string; readonly isOver: boolean }) => {
    told().network.setOnline(told().person(away).peer, isOver);
    for (const mailbox of told().mailboxes) {
      if (isOver) mailbox.beHonest();
      else mailbox.refusePuts(new LimitError('too-large', 'too large'));
    }
  },
  /** A long conversation, with its newest message said now. */
  crowd: async (count: number) => {
    world = new StoryWorld('crowd', Date.now());
    await world.add('Ada');
    await world.add('Grace');
    await world.befriend('Ada', 'Grace');
    await world.fill('Ada', 'Grace', count);
    await world.say('Grace', 'Ada', 'The newest.');
    await world.person('Ada').client.markRead('Grace');
    world.skipTo(Date.now());
    await show('Ada', 'en');
  },
  /** Ada knows so many people besides, of whom nothing was heard yet. */
  acquaintances: async (count: number) => {
    world = await tellStory(Date.now());
    await world.acquaint('Ada', count);
    await show('Ada', 'en');
  },
  alone: async () => {
    world = new StoryWorld('alone', Date.now());
    await world.add('Ada');
    await show('Ada', 'en');
  },
  /** Somebody with a name that is none asks to write. */
  badName: async () => {
    const stranger = await told().add('<img src=x onerror=window.isBroken=1>\u202eevil');
    await told().during(stranger.client.addContact(await told().person('Ada').client.link(), { as: 'Ada' }));
    await told().say(stranger.name, 'Ada', 'Hello');
  },
  /** From now on the page has a camera, in front of which somebody holds a code. */
  camera: async (text: string) => {
    const { codeInFrontOfCamera } = await import('./fake-camera.ts');
    const stream = codeInFrontOfCamera(text);
    navigator.mediaDevices.getUserMedia = async () => stream.clone();
  },
  preferences: (of: string) => told().person(of).client.preferences(),
  contacts: async (of: string) => told().person(of).client.contacts(),
  show: ({ name, language }: { readonly name: string; readonly language: 'en' | 'de' }) => show(name, language),
  say: ({ from, to, text }: { readonly from: string; readonly to: string; readonly text: string }) =>
    told().say(from, to, text),
  /** Grace says everything that hostile people say. */
  hostility: async () => {
    for (const text of hostileTexts()) await told().say('Grace', 'Ada', text);
  },
  pass: (ms: number) => told().pass(ms),
  contact: async ({ of, name }: { readonly of: string; readonly name: string }) =>
    (await told().person(of).client.contact(name)).id,
  texts: async ({ of, name }: { readonly of: string; readonly name: string }) =>
    (await told().person(of).client.history(name, { limit: 1_000 })).map(({ text }) => text),
  /** How long the store takes for the newest page of a conversation of Ada's, in milliseconds. */
  history: async () => {
    const { client } = told().person('Ada');
    const startMs = performance.now();
    await client.history('Grace', { limit: 60 });
    return performance.now() - startMs;
  },
  link: (name: string) => told().person(name).client.link(),
};
