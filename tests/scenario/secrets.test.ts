/** After a whole story, every byte that it left behind is searched for what should not be there. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { recoveryKey } from '@sotto/identity';
import { parseAccountId } from '@sotto/wire';
import { expect, it } from 'vitest';
import { type CommandEnd, Owner } from './stage/command-line.ts';
import { Device } from './stage/device.ts';
import { homeSecrets } from './stage/home-secrets.ts';
import { Mailbox } from './stage/mailbox-process.ts';
import { type Needle, Needles } from './stage/needles.ts';
import { STORY_TIMEOUT_MS } from './stage/patience.ts';
import { recordingKeys } from './stage/preload.ts';
import { passphraseFile, scratchFolder } from './stage/scratch-folder.ts';

const CANARIES = [
  'the quillfeather canary sings directly',
  'the obelisk canary answers directly',
  'the quillfeather canary waits in a mailbox',
  'the obelisk canary was written by a command',
] as const;
const PEOPLE = { ada: 'Ada Quillfeather', grace: 'Grace Obelisk' } as const;
const PASSPHRASES = { ada: 'marzipan umbrella seventeen', grace: 'turquoise lighthouse ninety' } as const;
const WRONG_PASSPHRASE = 'vermilion accordion eleven';
/** Everything that libraries would like to say. */
const TALKATIVE = { DEBUG: '*', SOTTO_DEBUG: '1' } as const;

type Who = keyof typeof PEOPLE;

interface Left {
  /** What processes said to operators and people, and the figures of mailboxes. */
  readonly said: Buffer;
  readonly answers: Buffer;
  readonly homes: Buffer;
  readonly archives: Buffer;
}

async function filesIn(folder: string): Promise<Buffer> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Buffer.concat(await Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name)))));
}

const named = (name: string, values: readonly (string | Uint8Array)[]): Needle[] =>
  values.map((value) => ({ name, value }));

/** The words as a whole and any three of them in a row. */
function wordNeedles(words: string): Needle[] {
  const list = words.split(' ');
  const rows = list.slice(0, -2).map((_, index) => list.slice(index, index + 3).join(' '));
  return [...named('recovery words', [words, ...rows]), ...named('recovery key', [recoveryKey(words).secretKey])];
}

class Story {
  readonly #folder: string;
  readonly #mailboxes: readonly Mailbox[];
  readonly #said: string[] = [];
  readonly #answers: string[] = [];
  readonly #snapshots: { readonly homes: Buffer[]; readonly archives: Buffer[] } = { homes: [], archives: [] };
  /** Found out while it is played: recovery words, PeerIds, accounts. */
  readonly words: Needle[] = [];
  readonly ids: Needle[] = [];

  private constructor(folder: string, mailboxes: readonly Mailbox[]) {
    this.#folder = folder;
    this.#mailboxes = mailboxes;
  }

  static async begin(): Promise<Story> {
    const folder = await scratchFolder();
    const options = { metrics: true, limits: { ballastBytes: 65_536 }, env: TALKATIVE };
    const mailboxes = await Promise.all(
      [1, 2].map((number) => Mailbox.start({ data: join(folder, 'archives', `${number}`), ...options })),
    );
    return new Story(folder, mailboxes);
  }

  get keyFile(): string {
    return join(this.#folder, 'keys');
  }

  home(who: Who): string {
    return join(this.#folder, 'homes', who);
  }

  async open(who: Who): Promise<Device> {
    const { preload, env } = recordingKeys(this.keyFile);
    const device = await Device.open({
      home: this.home(who),
      passphrase: PASSPHRASES[who],
      create: { name: PEOPLE[who], mailboxes: this.#mailboxes.map(({ address }) => address) },
      direct: true,
      preload,
      env: { ...env, ...TALKATIVE },
    });
    const account = await device.ask('account');
    this.words.push(...wordNeedles(device.recoveryWords));
    this.ids.push(...named(`account id of ${who}`, [account.id, parseAccountId(account.id)]));
    this.ids.push(...named(`device id of ${who}`, [account.device]));
    this.ids.push(...named(`PeerId of ${who}`, [(await device.ask('status')).peerId]));
    return device;
  }

  async close(device: Device): Promise<void> {
    await device.close();
    this.#said.push(device.process.stdout, device.process.stderr);
  }

  async command(
    who: Who,
    args: readonly string[],
    input?: string,
    passphrase: string = PASSPHRASES[who],
  ): Promise<CommandEnd> {
    const file = await passphraseFile(this.#folder, `${who}-${passphrase.length}`, passphrase);
    const owner = new Owner(this.home(who), file);
    const end = await owner.start(args, { env: TALKATIVE, ...(input === undefined ? {} : { input }) }).end();
    this.#answers.push(end.stdout);
    this.#said.push(end.stderr);
    return end;
  }

  /** Keeps what lies on the disks now, while everything is open. */
  async snapshot(): Promise<void> {
    this.#snapshots.homes.push(await filesIn(join(this.#folder, 'homes')));
    this.#snapshots.archives.push(await filesIn(join(this.#folder, 'archives')));
  }

  async end(): Promise<Left> {
    for (const mailbox of this.#mailboxes) this.#said.push(await mailbox.metrics());
    await this.snapshot();
    for (const { process } of this.#mailboxes) {
      await process.stop();
      this.#said.push(process.stdout, process.stderr);
    }
    await this.snapshot();
    const { homes, archives } = this.#snapshots;
    return {
      said: Buffer.from(this.#said.join('\n')),
      answers: Buffer.from(this.#answers.join('\n')),
      homes: Buffer.concat(homes),
      archives: Buffer.concat(archives),
    };
  }
}

/** Two people chat directly, by mailbox and by command; one command has the wrong passphrase. */
async function play(story: Story): Promise<void> {
  const [ada, grace] = await Promise.all([story.open('ada'), story.open('grace')]);
  await Promise.all([ada.ask('sync'), grace.ask('sync')]);
  await ada.ask('addContact', await grace.ask('link'));
  await grace.ask('addContact', await ada.ask('link'));
  await Promise.all([ada.ask('goOnline'), grace.ask('goOnline')]);
  await ada.ask('send', PEOPLE.grace, CANARIES[0]);
  await grace.received(PEOPLE.ada, 1);
  await grace.ask('send', PEOPLE.ada, CANARIES[1]);
  await ada.received(PEOPLE.grace, 1);
  await story.snapshot();
  await story.close(grace);
  await ada.ask('send', PEOPLE.grace, CANARIES[2]);
  await ada.sent(PEOPLE.grace, 'custody', 'delivered', 'read');
  await story.snapshot();
  await story.close(ada);

  expect((await story.command('grace', ['sync'])).json).toMatchObject({ received: 1 });
  expect((await story.command('grace', ['send', PEOPLE.ada, '-'], CANARIES[3])).json).toMatchObject({
    state: 'custody',
  });
  expect((await story.command('grace', ['history', PEOPLE.ada])).stdout).toContain(CANARIES[2]);
  for (const args of [['status'], ['contacts'], ['doctor'], ['history', 'nobody']]) await story.command('ada', args);
  const refused = await story.command('ada', ['whoami'], undefined, WRONG_PASSPHRASE);
  expect(refused.json).toMatchObject({ error: { code: 'wrong-passphrase' } });
}

it(
  'B6, G7: no text, name, passphrase, word or key is left where it should not be',
  async () => {
    const story = await Story.begin();
    await play(story);
    const left = await story.end();
    const secrets = await Promise.all(
      (['ada', 'grace'] as const).map((who) => homeSecrets(story.home(who), PASSPHRASES[who], who)),
    );

    const usedKeys = (await readFile(story.keyFile, 'utf8')).split('\n').slice(0, -1);
    expect(usedKeys.length).toBeGreaterThan(50);
    const secret = [
      ...named('passphrase', [...Object.values(PASSPHRASES), WRONG_PASSPHRASE]),
      ...story.words,
      ...secrets.flatMap(({ keys }) => keys),
      ...named(
        'key that something was sealed with',
        usedKeys.map((key) => Buffer.from(key, 'hex')),
      ),
    ];
    const content = [...named('text of a message', CANARIES), ...named('name', Object.values(PEOPLE))];
    const topics = secrets.flatMap((home) => home.topics);
    const ids = [...story.ids, ...secrets.flatMap((home) => home.ids)];

    const everything = new Needles([...secret, ...content, ...topics, ...ids]);
    expect(everything.in(left.said), 'in logs, figures and error texts').toEqual([]);
    expect(everything.in(left.homes), 'in the files of a home').toEqual([]);
    expect(new Needles([...secret, ...content]).in(left.archives), 'in the files of a mailbox').toEqual([]);
    expect(new Needles([...secret, ...topics]).in(left.answers), 'in the answers of commands').toEqual([]);

    // The search finds what may be there, so it would have found the rest.
    const published = secrets.flatMap((home) => home.published);
    expect(new Needles([...published, ...topics]).in(left.archives).length).toBeGreaterThanOrEqual(4);
    expect(new Needles(content).in(left.answers)).toEqual(['name', 'text of a message']);
    expect(left.said.length).toBeGreaterThan(1_000);
  },
  STORY_TIMEOUT_MS,
);
