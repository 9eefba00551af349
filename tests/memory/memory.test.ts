/**
 * What stays in the memory of a process after secrets were used and wiped (attack B6). The process is asked for its
 * secrets under a mask, and then all of its memory is searched for them: heap, buffers, stacks and what was freed.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Needle, Needles } from '../scenario/stage/needles.ts';
import { unmask } from './masked-secret.ts';
import { memoryUnreadable, readMemory } from './process-memory.ts';
import type { TalkReport } from './talk-process.ts';

const TIMEOUT_MS = 120_000;
/** Nothing of these may be left. */
const GONE = ['message key', 'chain key', 'root key', 'KEM seed', 'KEM secret', 'wrapping key', 'store key'];
/**
 * Of some hundred ratchet keys, agreements and plaintexts: copies of OpenSSL, of Node's decipher and of V8. Without wiping
 * there are hundreds.
 */
const MOST_BEYOND_REACH = 12;
/** A string cannot be wiped. */
const IS_A_STRING = 'passphrase';

function startTalk(): ChildProcess {
  const child = fork(join(import.meta.dirname, 'talk-process.ts'), {
    execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}

/** Needles that are found apart from each other. */
function numbered(secrets: TalkReport['secrets']): Needle[] {
  return secrets.map((secret, number) => ({ ...unmask(secret), name: `${secret.name} #${number}` }));
}

/** How many of each name were found. */
function counted(found: ReadonlySet<string>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of found) {
    const kind = name.replace(/ #\d+$/, '');
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

const reason = memoryUnreadable();
if (reason !== undefined) console.warn(`the search of memory is skipped: ${reason}`);

test.skipIf(reason !== undefined)(
  'B6: keys and texts of earlier messages are gone from the memory of the process',
  async () => {
    const child = startTalk();
    const [report] = (await once(child, 'message')) as [TalkReport];
    const needles = numbered(report.secrets);
    const search = new Needles(needles);
    const found = new Set<string>();
    const bytes = readMemory(child.pid ?? 0, (part) => {
      for (const name of search.in(part)) found.add(name);
    });
    expect(bytes).toBeGreaterThan(10_000_000);

    // What was not wiped is found, as bytes and as text, so the rest would have been.
    const controls = needles.slice(-2).map(({ name }) => name);
    expect(controls.every((name) => name.startsWith('control: '))).toBe(true);
    expect(controls.filter((name) => !found.has(name))).toEqual([]);

    const old = needles.slice(0, report.oldCount).map(({ name }) => name);
    const left = counted(new Set(old.filter((name) => found.has(name))));
    const recent = counted(new Set([...found].filter((name) => !old.includes(name) && !controls.includes(name))));
    console.info(
      `memory: of ${old.length} old secrets ${JSON.stringify(left)} are left, of ${needles.length - old.length} recent ones ${JSON.stringify(recent)}`,
    );
    expect(old.length).toBeGreaterThan(500);
    for (const name of GONE) {
      expect(
        report.secrets.some((secret) => secret.name === name),
        name,
      ).toBe(true);
      expect(left[name] ?? 0, name).toBe(0);
    }
    const others = Object.entries(left).filter(([name]) => name !== IS_A_STRING);
    expect(others.reduce((sum, [, count]) => sum + count, 0)).toBeLessThanOrEqual(MOST_BEYOND_REACH);
  },
  TIMEOUT_MS,
);
