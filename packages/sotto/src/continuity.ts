/**
 * Notices that a store is a copy or was put back from a backup, so that its old sessions do not send any more
 * (specs/09 §5; attack B8).
 *
 * Two signs: the database file is not the file it was (a copy has another identity), or it has been opened less often
 * than the counter beside it says. A snapshot of a whole disk shows neither; contacts then see a broken chain.
 */
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { MessageStore } from '@sotto/ports';
import { decodeUtf8, encodeUtf8 } from '@sotto/wire';
import { type HomePaths, writeDurably } from './home.ts';

const SETTING = 'continuity';

interface Mark {
  readonly opened: number;
  readonly file: string;
}

/** Whether the store was copied or restored since it was last opened. Writes down that it is open now. */
export async function checkContinuity(paths: HomePaths, store: MessageStore): Promise<{ readonly restored: boolean }> {
  const file = await fileIdentity(paths.database);
  const stored = await store.setting(SETTING);
  const mark = stored === undefined ? undefined : (JSON.parse(decodeUtf8(stored)) as Mark);
  const beside = await readCounter(paths.continuity);
  const restored = mark !== undefined && (mark.file !== file || beside === undefined || beside > mark.opened);
  const next: Mark = { opened: Math.max(mark?.opened ?? 0, beside ?? 0) + 1, file };
  // The store first: a crash between the two leaves the counter behind, which is no sign of anything.
  await store.commit([{ kind: 'put-setting', record: { name: SETTING, value: encodeUtf8(JSON.stringify(next)) } }]);
  await writeDurably(paths.continuity, `${next.opened}\n`);
  return { restored };
}

async function fileIdentity(path: string): Promise<string> {
  const { dev, ino, birthtimeMs } = await stat(path);
  return `${dev}/${ino}/${birthtimeMs}`;
}

async function readCounter(path: string): Promise<number | undefined> {
  if (!existsSync(path)) return undefined;
  const counter = Number.parseInt(await readFile(path, 'utf8'), 10);
  return Number.isSafeInteger(counter) ? counter : undefined;
}
