import { LimitError, UnavailableError, VerifyError } from '@sotto/wire';
import { afterEach, describe, expect, it } from 'vitest';
import { FakeEnvironment } from '../../testing/fake-environment.ts';
import { Screen, type ScreenOptions } from '../../testing/screen.ts';

const WORDS = `${'abandon '.repeat(11)}about`;
const MAILBOX = '/ip4/192.0.2.1/tcp/4001/p2p/12D3KooWLiEiRm1tKM5Did8PAGt9o8o1oth7rXN5Q5eWfvvbZPw7';

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

async function upToPlace(app: Screen): Promise<void> {
  await app.until('come back with recovery words');
  await app.press('r');
  await app.until('Your recovery words');
  await app.paste(WORDS.replaceAll(' ', '\n'));
  await app.until('12 of 12 words');
  await app.press('<enter>');
  await app.until('2 of 5');
  await app.press('Ada', '<enter>');
  await app.until('3 of 5');
  await app.press('five words nobody would guess', '<enter>');
  await app.until('again');
  await app.press('five words nobody would guess', '<enter>');
  await app.until('I still have them');
  await app.press('2');
  await app.until('Where may your account be found?');
}

describe('coming back on the first run', () => {
  it('leads from the words to the main screen, and says what is not on this device', async () => {
    const app = firstRun();
    app.environment.backend.client.otherDevices = [{ id: 'd3'.repeat(16), current: false, revoked: false }];
    await upToPlace(app);
    await app.paste('sotto:AB\n CD');
    await app.press('<enter>');
    await app.until('✓ sotto:ABCD');
    await app.press('<enter>');
    const back = await app.until('Welcome back');
    expect(back).toContain('Contacts and messages of before are not on it');
    expect(back).toContain('Your account has 1 more');
    await app.press('<enter>');
    await app.until('Your link');
    await app.press('<enter>');
    await app.until('Nobody here yet');
    expect(app.environment.backend.recovered).toEqual({
      home: '/home/ada/.sotto',
      name: 'Ada',
      words: WORDS,
      passphrase: 'five words nobody would guess',
      link: 'sotto:ABCD',
      mailboxes: [],
      otherDevices: 'keep',
      reachable: true,
      command: 'the terminal app',
      waitMs: 0,
    });
  });

  it.each([
    [new UnavailableError('not-found', 'nobody knows it'), 'No mailbox that was asked knows'],
    [new UnavailableError('unreachable', 'nobody answers'), 'Too few mailboxes'],
    [new VerifyError('wrong-recipient', 'another account'), 'another account than the link'],
    [new LimitError('too-many', 'too many devices'), 'as many devices as it may'],
    [new VerifyError('log-fork', 'two logs'), 'two histories'],
    [new UnavailableError('storage', 'the disk cannot be written'), 'the disk cannot be written'],
  ])('says in words why it failed, and tries again: %s', async (error, said) => {
    const app = firstRun();
    const { backend } = app.environment;
    const recover = backend.recover.bind(backend);
    backend.recover = async () => {
      throw error;
    };
    await upToPlace(app);
    await app.press(MAILBOX, '<enter>');
    await app.until('✓ /ip4/');
    await app.press('<enter>');
    await app.until(said);
    backend.recover = recover;
    await app.press('<enter>');
    await app.until('Welcome back');
  });

  it('may be left while it looks for the account', async () => {
    const app = firstRun();
    app.environment.backend.recover = () => new Promise(() => undefined);
    await upToPlace(app);
    await app.press(MAILBOX, '<enter>');
    await app.until('✓ /ip4/');
    await app.press('<enter>');
    await app.until('Looking for your account');
    await app.press('<ctrl-c>');
    expect(app.quits).toBe(1);
  });

  it.each([
    [80, 24],
    [60, 20],
    [44, 24],
  ])('shows every word and which one is none in a window of %i by %i', async (columns, rows) => {
    const app = firstRun({ columns, rows });
    await app.until('◆ Sotto');
    await app.press('r');
    await app.until('1 of 5');
    await app.paste(WORDS.replace('about', 'abuot').replace('abandon', 'surround'));
    const frame = await app.until('is misspelt');
    expect(frame).toMatch(/ 1\. surround✓/);
    for (let number = 2; number < 12; number++) expect(frame).toMatch(new RegExp(`\\b${number}\\. abandon✓`));
    expect(frame).toMatch(/12\. abuot×/);
  });
});
