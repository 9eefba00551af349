import { UnavailableError, VerifyError } from '@sotto/wire';
import type { Sotto as Client, HomeStatus, HomeTabEvents } from 'sotto';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Composition, LostAccount, NewAccount, OpenHome } from '../composition.ts';
import { Session } from './session.ts';

const NONE: HomeStatus = { account: 'none', medium: 'disk', evictable: true };
const PRESENT: HomeStatus = { ...NONE, account: 'present', device: 'ab' };
const LOST: HomeStatus = { ...NONE, account: 'lost', device: 'ab' };

class FakeClient {
  words: string | undefined = 'one two three';
  isClosed = false;
  goOnline: () => Promise<void> = async () => undefined;
  recoveryWords = async () => this.words;
  readonly confirmRecoveryWords = async () => {
    this.words = undefined;
  };
  closing: () => Promise<void> = async () => undefined;
  readonly close = async () => {
    await this.closing();
    this.isClosed = true;
  };
}

class FakeComposition implements Composition {
  readonly client = new FakeClient();
  readonly created: NewAccount[] = [];
  readonly opened: OpenHome[] = [];
  home: HomeStatus = NONE;
  failure: unknown;
  asked = 0;
  events: HomeTabEvents | undefined;

  readonly status = async () => this.home;
  readonly create = async (account: NewAccount) => {
    this.created.push(account);
    return { client: this.client as unknown as Client, recoveryWords: 'one two three' };
  };
  readonly recovered: LostAccount[] = [];
  readonly recover = async (account: LostAccount) => {
    this.recovered.push(account);
    if (this.failure !== undefined) throw this.failure;
    return this.client as unknown as Client;
  };
  readonly recoveryWordsFault = (words: string) => ({
    kind: 'wrong-count' as const,
    count: 1,
    unknown: words === 'legal' ? [] : [1],
  });
  readonly open = async (options: OpenHome) => {
    this.opened.push(options);
    if (this.failure !== undefined) throw this.failure;
    return this.client as unknown as Client;
  };
  readonly joinTabs = (events: HomeTabEvents) => {
    this.events = events;
    const ask = () => void this.asked++;
    return { isOwner: true, ask, leave: () => undefined };
  };
  readonly requestPersistence = async () => true;
  readonly addPasskey = async () => undefined;
  readonly removePasskey = async () => undefined;
}

describe('a session', () => {
  let composition: FakeComposition;
  let session: Session;
  beforeEach(() => {
    composition = new FakeComposition();
    session = new Session({ compose: async () => composition });
  });

  const phase = () => session.phase.get();

  async function own(home: HomeStatus): Promise<void> {
    composition.home = home;
    await session.start();
    composition.events?.onOwner();
    await changed(() => phase().kind !== 'starting');
  }

  async function changed(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise<void>((resolve) => session.phase.subscribe(resolve));
  }

  const BACK = { words: 'w', name: 'Ada', passphrase: 'p', mailboxes: [], otherDevices: 'keep' } as const;

  test('comes back with recovery words, and has nothing to remind of', async () => {
    await own(NONE);
    await session.recover(BACK);
    expect(composition.recovered).toEqual([BACK]);
    expect(phase()).toMatchObject({ kind: 'open', wordsPending: false });
  });

  test('comes back in place of a lost account, and can change its mind', async () => {
    await own(LOST);
    session.comeBack();
    expect(phase()).toMatchObject({ kind: 'new', replace: 'lost', isReturning: true });
    session.keepLost();
    expect(phase()).toMatchObject({ kind: 'lost' });
    session.comeBack();
    composition.failure = new UnavailableError('not-found', 'nobody knows it');
    await expect(session.recover(BACK)).rejects.toThrow('nobody knows it');
    expect(phase()).toMatchObject({ kind: 'new', isReturning: true });
    composition.failure = undefined;
    await session.recover(BACK);
    expect(composition.recovered.at(-1)).toEqual({ ...BACK, replace: 'lost' });
  });

  test('knows the words that recovery words are made of, once the SDK is there', async () => {
    expect(session.isRecoveryWord('legal')).toBe(false);
    await own(NONE);
    expect(session.isRecoveryWord('legal')).toBe(true);
    expect(session.isRecoveryWord('illegal')).toBe(false);
  });

  test('waits for the home before it looks at it', async () => {
    await session.start();
    expect(phase()).toEqual({ kind: 'starting' });
    composition.events?.onFollower();
    expect(phase()).toEqual({ kind: 'elsewhere', asked: false });
    session.takeOver();
    expect(phase()).toEqual({ kind: 'elsewhere', asked: true });
    expect(composition.asked).toBe(1);
  });

  test('makes an account where there is none, and shows its words until they are confirmed', async () => {
    await own(NONE);
    await session.create({ name: 'Ada', passphrase: 'a passphrase' });
    expect(composition.created).toEqual([{ name: 'Ada', passphrase: 'a passphrase' }]);
    expect(phase()).toMatchObject({ kind: 'words', words: 'one two three' });
    await session.confirmWords();
    expect(phase()).toMatchObject({ kind: 'open', wordsPending: false });
    expect(composition.client.words).toBeUndefined();
  });

  test('reminds of words that were put off, also after the next unlock', async () => {
    await own(NONE);
    await session.create({ name: 'Ada', passphrase: 'a passphrase' });
    session.postponeWords();
    expect(phase()).toMatchObject({ kind: 'open', wordsPending: true });
    composition.home = PRESENT;
    await session.lock();
    expect(composition.client.isClosed).toBe(true);
    await session.unlock({ passphrase: 'a passphrase' });
    expect(phase()).toMatchObject({ kind: 'open', wordsPending: true });
    await session.showWords();
    expect(phase()).toMatchObject({ kind: 'words', words: 'one two three' });
  });

  test('stays locked for a wrong passphrase, and says so', async () => {
    await own(PRESENT);
    composition.failure = new VerifyError('wrong-passphrase', 'no');
    await expect(session.unlock({ passphrase: 'wrong' })).rejects.toMatchObject({ code: 'wrong-passphrase' });
    expect(phase()).toEqual({ kind: 'locked', status: PRESENT });
  });

  test('E1: never makes an account in place of a lost one unless the person asks for that', async () => {
    await own(LOST);
    expect(phase()).toEqual({ kind: 'lost', status: LOST, remains: 'lost' });
    await session.create({ name: 'Eve', passphrase: 'a passphrase' });
    expect(composition.created).toEqual([]);
    session.startAnew();
    session.keepLost();
    expect(phase()).toMatchObject({ kind: 'lost' });
    session.startAnew();
    await session.create({ name: 'Ada', passphrase: 'a passphrase' });
    expect(composition.created).toMatchObject([{ replace: 'lost' }]);
  });

  test('E1: an account that turns out to be lost when it is opened is shown as lost', async () => {
    await own(PRESENT);
    composition.failure = new UnavailableError('account-lost', 'gone');
    await session.unlock('passkey');
    expect(phase()).toEqual({ kind: 'lost', status: PRESENT, remains: 'anything' });
    session.startAnew();
    await session.create({ name: 'Ada', passphrase: 'a passphrase' });
    expect(composition.created).toMatchObject([{ replace: 'anything' }]);
  });

  test('closes the account before another tab gets the home', async () => {
    await own(PRESENT);
    await session.unlock({ passphrase: 'a passphrase' });
    await composition.events?.onAsked();
    expect(composition.client.isClosed).toBe(true);
    expect(phase()).toEqual({ kind: 'starting' });
  });

  test('gives the home to nobody when it could not be closed, and says so', async () => {
    await own(PRESENT);
    await session.unlock({ passphrase: 'a passphrase' });
    const error = new UnavailableError('storage', 'no');
    composition.client.closing = () => Promise.reject(error);
    await expect(composition.events?.onAsked()).rejects.toBe(error);
    expect(phase()).toEqual({ kind: 'failed', error });
    // Asked once more, nothing is known better.
    composition.client.closing = async () => undefined;
    await expect(composition.events?.onAsked()).rejects.toBe(error);
    expect(phase()).toEqual({ kind: 'failed', error });
  });

  test('closes an account that failed to go online before another tab gets the home', async () => {
    await own(PRESENT);
    composition.client.goOnline = () => Promise.reject(new UnavailableError('refused', 'no'));
    await session.unlock({ passphrase: 'a passphrase' });
    await changed(() => phase().kind === 'failed');
    await composition.events?.onAsked();
    expect(composition.client.isClosed).toBe(true);
    expect(phase()).toEqual({ kind: 'starting' });
  });

  test('closes an account that could not be shown, and stays locked', async () => {
    await own(PRESENT);
    composition.client.recoveryWords = () => Promise.reject(new UnavailableError('storage', 'no'));
    await expect(session.unlock({ passphrase: 'a passphrase' })).rejects.toMatchObject({ code: 'storage' });
    expect(composition.client.isClosed).toBe(true);
    expect(phase()).toEqual({ kind: 'locked', status: PRESENT });
  });

  test('says what failed when the parts of the page cannot be loaded', async () => {
    const error = new TypeError('no network');
    const broken = new Session({ compose: () => Promise.reject(error) });
    await broken.start();
    expect(broken.phase.get()).toEqual({ kind: 'failed', error });
  });
});
