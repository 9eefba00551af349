/**
 * Whether a node runs in a folder already, and where: the second start shows the first one instead of failing.
 *
 * Owns `running.json` in the folder. A node that was killed leaves it behind, so the file alone is no proof: whoever is at the
 * address must offer the same mailbox.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'running.json';
const PATIENCE_MS = 5_000;
const MAX_CHARACTERS = 16_384;
const ORIGIN = /^http:\/\/localhost:\d{1,5}$/;

export interface RunningNode {
  readonly origin: string;
  readonly mailbox: string;
  readonly pid: number;
}

/** Best effort: without it a second start only says that the folder is in use. */
export function noteRunning(folder: string, node: RunningNode): void {
  try {
    writeFileSync(join(folder, FILE), `${JSON.stringify(node)}\n`, { mode: 0o600 });
  } catch {
    // A full disk ends nothing here.
  }
}

export function forgetRunning(folder: string): void {
  rmSync(join(folder, FILE), { force: true });
}

/** The node that runs in the folder and serves the app; `undefined` when none answers. */
export async function findRunning(folder: string): Promise<RunningNode | undefined> {
  const node = readRunning(folder);
  if (node === undefined) return undefined;
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(`${node.origin}/node.json`, { signal, redirect: 'error' });
    const text = await response.text();
    if (!response.ok || text.length > MAX_CHARACTERS) return undefined;
    const { mailboxes } = JSON.parse(text) as { readonly mailboxes?: unknown };
    return Array.isArray(mailboxes) && mailboxes.includes(node.mailbox) ? node : undefined;
  } catch {
    return undefined;
  }
}

function readRunning(folder: string): RunningNode | undefined {
  try {
    const { origin, mailbox, pid } = JSON.parse(readFileSync(join(folder, FILE), 'utf8')) as Record<string, unknown>;
    if (typeof origin !== 'string' || !ORIGIN.test(origin)) return undefined;
    return typeof mailbox === 'string' && typeof pid === 'number' ? { origin, mailbox, pid } : undefined;
  } catch {
    return undefined;
  }
}
