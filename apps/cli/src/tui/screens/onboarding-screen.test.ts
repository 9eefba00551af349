import { UnavailableError } from '@sotto/wire';
import { afterEach, describe, expect, it } from 'vitest';
import { splitRecoveryWords } from '../../recovery-words.ts';
import { FakeEnvironment, RECOVERY_WORDS } from '../../testing/fake-environment.ts';
import { Screen, type ScreenOptions } from '../../testing/screen.ts';

let screen: Screen | undefined;
afterEach(async () => {
  await screen?.close();
});

function firstRun(options?: ScreenOptions): Screen {
  const environment = new FakeEnvironment();
  environment.backend.initialised = false;
  screen = new Screen(environment, options);
  return screen;
}

async function upToMailboxes(app: Screen): Promise<void> {
  await app.until('Private messages');
  await app.press('<enter>');
  await app.until('Your name');
  await app.press('Ada', '<enter>');
  await app.until('2 of 5');
  await app.press('five words nobody would guess', '<enter>');
  await app.until('again');
  await app.press('five words nobody would guess', '<enter>');
  await app.until('Mailboxes');
}

/** Answers the question that is on the screen. */
async function answerWord(app: Screen): Promise<void> {
  const frame = await app.until('what is');
  const number = Number(/word (\d+)/.exec(frame)?.[1]);
  await app.press(splitRecoveryWords(RECOVERY_WORDS)[number - 1] ?? '', '<enter>');
  await app.untilGone(`what is word ${number}?`);
}

describe('the first run', () => {
  it('leads to an account, its recovery words and the main screen', async () => {
    const app = firstRun();
    await upToMailboxes(app);
    expect(app.frame).toContain('this app is your mailbox');
    await app.press('<enter>');
    const words = await app.until('Write these words');
    for (const word of splitRecoveryWords(RECOVERY_WORDS)) expect(words).toContain(word);
    await app.press('<enter>');
    await answerWord(app);
    await answerWord(app);
    await app.until('5 of 5');
    await app.press('<enter>');
    await app.until('Nobody here yet');
    expect(app.environment.backend.created).toMatchObject({
      home: '/home/ada/.sotto',
      name: 'Ada',
      passphrase: 'five words nobody would guess',
      mailboxes: [],
      reachable: true,
    });
    expect(app.environment.backend.client.keptWords).toBeUndefined();
  });

  it('never shows the passphrase, and says how good it is', async () => {
    const app = firstRun();
    await app.until('Private messages');
    await app.press('<enter>', 'Ada', '<enter>');
    await app.until('2 of 5');
    await app.press('secret12');
    expect(await app.until('weak')).toContain('••••••••');
    await app.press(' five more unrelated words');
    await app.until('strong');
    expect(app.raw).not.toContain('secret12');
  });

  it('comes back with the reason when the account cannot be created', async () => {
    const app = firstRun();
    const { backend } = app.environment;
    const create = backend.create.bind(backend);
    backend.create = async () => {
      throw new UnavailableError('storage', 'the disk cannot be written');
    };
    await upToMailboxes(app);
    await app.press('<enter>');
    await app.until('the disk cannot be written');
    backend.create = create;
    await app.press('<enter>');
    await app.until('Write these words');
  });

  it.each([
    [80, 24],
    [60, 16],
  ])('shows every recovery word in a window of %i by %i', async (columns, rows) => {
    const app = firstRun({ columns, rows });
    await upToMailboxes(app);
    await app.press('<enter>');
    const frame = await app.until('Write these words');
    splitRecoveryWords(RECOVERY_WORDS).forEach((word, i) => {
      expect(frame).toMatch(new RegExp(`\\b${i + 1}\\. ${word}\\b`));
    });
  });

  it('shows no recovery word in a window that is too small for all', async () => {
    const app = firstRun({ columns: 40, rows: 12 });
    await upToMailboxes(app);
    await app.press('<enter>');
    const frame = await app.until('Make this window higher');
    for (const word of splitRecoveryWords(RECOVERY_WORDS)) expect(frame).not.toContain(word);
    await app.resize(80, 24);
    await app.until('Write these words');
  });

  it('shows the recovery words again to whoever left before they had checked two', async () => {
    const app = firstRun();
    await upToMailboxes(app);
    await app.press('<enter>');
    await app.until('Write these words');
    await app.press('<enter>');
    await answerWord(app);
    await app.press('<ctrl-c>');
    expect(app.quits).toBe(1);
    await app.close();
    screen = new Screen(app.environment);
    await screen.until('Passphrase');
    await screen.press('five words nobody would guess', '<enter>');
    const words = await screen.until('Write these words');
    for (const word of splitRecoveryWords(RECOVERY_WORDS)) expect(words).toContain(word);
    await screen.press('<enter>');
    await answerWord(screen);
    expect(app.environment.backend.client.keptWords).toBe(RECOVERY_WORDS);
    await answerWord(screen);
    await screen.until('5 of 5');
    expect(app.environment.backend.client.keptWords).toBeUndefined();
    await screen.press('<enter>');
    await screen.until('Nobody here yet');
  });
});
