/** Makes a new account in an empty store: keys, log, prekeys, the topic for strangers (specs/01 §3). */
import { createRecoveryWords } from '@sotto/identity';
import type { Clock, MessageStore, Random } from '@sotto/ports';
import { LIMITS, UsageError } from '@sotto/wire';
import { cleanName } from './contact-name.ts';
import { distinctMailboxes } from './distinct-mailboxes.ts';
import { Ledger } from './ledger.ts';
import { OwnAccount } from './own-account.ts';
import { OwnPrekeys } from './own-prekeys.ts';
import { OwnTopics, putTopic } from './own-topics.ts';
import { putText, SETTINGS } from './settings.ts';

export interface CreateAccountOptions {
  readonly store: MessageStore;
  readonly name: string;
  /** At most MAX_MAILBOXES addresses. */
  readonly mailboxes: readonly string[];
  readonly random: Random;
  readonly clock: Clock;
}

/**
 * Everything is stored when it resolves. The recovery words are stored with the account, and stay until somebody confirms
 * that they were written down: whoever dies before that sees them again (specs/01 §3).
 * @throws {UsageError} `already-initialised`, `invalid-argument` @throws {DecodeError} for a bad mailbox address
 */
export async function createAccount(options: CreateAccountOptions): Promise<{ readonly recoveryWords: string }> {
  const { store, random, clock } = options;
  if ((await store.setting(SETTINGS.accountLog)) !== undefined) {
    throw new UsageError('already-initialised', 'there is an account here already');
  }
  if (options.mailboxes.length > LIMITS.MAX_MAILBOXES) {
    throw new UsageError('invalid-argument', `at most ${LIMITS.MAX_MAILBOXES} mailboxes`);
  }
  const nowMs = clock.nowMs();
  const recoveryWords = createRecoveryWords((length) => random.bytes(length));
  const { account, changes } = await OwnAccount.create({
    name: cleanName(options.name),
    recoveryWords,
    mailboxes: distinctMailboxes(options.mailboxes),
    random,
    nowMs,
  });
  const intro = OwnTopics.create({ mailboxes: account.state.mailboxes, random, nowMs });
  // The account counts as made once its log is stored, so the log goes last: a crash before it leaves an empty home.
  await store.commit([putTopic(intro)]);
  const prekeys = await OwnPrekeys.load({ store, ledger: new Ledger(store), own: account, random });
  await prekeys.rotate(intro, nowMs);
  await store.commit([...changes, putText(SETTINGS.recoveryWords, recoveryWords)]);
  return { recoveryWords };
}
