/** What the node tells the person who started it, in words. */
import type { MailboxEvent } from '@sotto/mailbox';
import type { LocalNode } from './local-node.ts';

export interface Greeting {
  readonly node: Pick<LocalNode, 'origin' | 'bundle' | 'services'>;
  readonly folder: string;
  /** IP address on which all but the app listen. */
  readonly host: string;
  /** A browser is about to open. */
  readonly opens: boolean;
  /** Where the app was the last time, when it could not be there again. */
  readonly appWasAt: number | undefined;
}

/** Several lines, the address first. */
export function greeting({ node, folder, host, opens, appWasAt }: Greeting): string {
  const { origin, bundle, services } = node;
  const isLocal = host === '127.0.0.1' || host === '::1';
  const lines = origin === undefined ? [`Mailbox at ${services.mailboxes.join(' ')}`] : [`Sotto is at ${origin}`];
  const say = (label: string, text: string) => lines.push(`  ${label.padEnd(12)}${text}`);
  lines.push('');
  if (origin !== undefined) {
    say('Open', opens ? 'in your browser, now' : 'this address in a browser on this machine');
    say('People', 'each browser profile is a person of its own: two profiles can write to each other');
  }
  say('Running', 'a mailbox and a relay for pages, until you stop it');
  if (origin !== undefined) say('Mailbox', `${services.mailboxes.join(' ')} (for sotto in a terminal)`);
  say('Data', `${folder}: sealed envelopes and the key of the mailbox`);
  if (origin !== undefined) say('', 'your keys and messages are in the browser, under this address');
  say('Reach', isLocal ? 'this machine only; docs/operators.md says how to serve others' : reachOf(host));
  if (bundle !== undefined) say('App', `${bundle.version}, fingerprint ${bundle.hash}`);
  say('Stop', 'Ctrl-C');
  if (appWasAt !== undefined) lines.push('', ...movedLines(appWasAt));
  return `${lines.join('\n')}\n`;
}

function reachOf(host: string): string {
  return `others reach mailbox and relay at ${host}; the app is for this machine only`;
}

function movedLines(port: number): readonly string[] {
  return [
    `  Another program uses port ${port}, where the app was before. A browser keeps an account under its address: one that`,
    `  was made at http://localhost:${port} is not seen here. End that program and start again to come back to it.`,
  ];
}

export function alreadyRunning({ origin, pid }: { readonly origin: string; readonly pid: number }): string {
  return `Sotto is at ${origin}: it runs already, as process ${pid}.\n`;
}

export function notOpened(origin: string): string {
  return `No browser could be opened here. Open ${origin} yourself.\n`;
}

/** What happens to the mailbox while it runs; `undefined` for what a person need not know. */
export function mailboxNotice(event: MailboxEvent): string | undefined {
  switch (event) {
    case 'disk-full':
      return 'The disk is full: the mailbox takes nothing new until there is room. What it has can be read.\n';
    case 'disk-recovered':
      return 'There is room on the disk again: the mailbox goes on.\n';
    case 'storage-failed':
      return 'The mailbox could not write to its disk and confirms nothing any more. Look after the disk, then start again.\n';
    case 'corrupt-records':
      return 'The mailbox found damaged records and leaves them out. Look after the disk.\n';
    default:
      return undefined;
  }
}
