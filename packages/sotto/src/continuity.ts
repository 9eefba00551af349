/**
 * Notices that a store is a copy or was put back from a backup, so that its old sessions do not send any more
 * (specs/09 §5; attack B8).
 *
 * Beside the database lies a counter, made anew at every opening; the store knows which one it is. Three signs: the
 * database is another file than it was (it was copied), the counter is another one than the store knows (older bytes
 * were written over the database), or the counter is ahead of the store. A snapshot of a whole disk, or of a whole
 * browser profile, shows none of them; contacts then see a broken chain.
 */
import type { MessageStore } from '@sotto/ports';
import { decodeUtf8, encodeUtf8 } from '@sotto/wire';
import { databaseIdentity, draftCounter, type HomePaths, readCounter } from '#home';
import type { Counter } from './home-status.ts';

const SETTING = 'continuity';

interface Mark {
  /** How often the store was opened. */
  readonly opened: number;
  /** Identity of the database. */
  readonly file: string;
  /** Identities of the counter of the last opening, and of the one before it: a crash leaves either in its place. */
  readonly counters: readonly string[];
}

export interface Continuity {
  /** The store was copied or put back since it was last confirmed. */
  readonly restored: boolean;
  /**
   * Writes down that this store, in this file, is the one that goes on. Only once it is safe to send from: until then
   * every opening, also one after a crash, finds out again.
   */
  confirm(): Promise<void>;
}

/** Compares the store with what lies beside it. Changes nothing. */
export async function checkContinuity(
  paths: HomePaths,
  store: Pick<MessageStore, 'setting' | 'commit'>,
): Promise<Continuity> {
  const file = await databaseIdentity(paths);
  const stored = await store.setting(SETTING);
  const mark = stored === undefined ? undefined : (JSON.parse(decodeUtf8(stored)) as Mark);
  const counter = await readCounter(paths);
  return {
    restored: mark !== undefined && !continues(mark, file, counter),
    async confirm() {
      const opened = Math.max(mark?.opened ?? 0, counter?.opened ?? 0) + 1;
      const draft = await draftCounter(paths, opened);
      const counters = counter === undefined ? [draft.identity] : [draft.identity, counter.identity];
      const next: Mark = { opened, file, counters };
      // The store first: a crash between the two leaves the counter behind, which is no sign of anything.
      await store.commit([{ kind: 'put-setting', record: { name: SETTING, value: encodeUtf8(JSON.stringify(next)) } }]);
      await draft.place();
    },
  };
}

function continues(mark: Mark, file: string, counter: Counter | undefined): boolean {
  if (counter === undefined || mark.file !== file) return false;
  return counter.opened <= mark.opened && mark.counters.includes(counter.identity);
}
