/** The top line: whose app this is, and how it is connected. */
import type { StatusReport } from '@sotto/client';
import { Box } from 'ink';
import { sanitizeLine } from '../../sanitize.ts';
import { h } from '../h.ts';
import { Text } from './text.ts';

interface HeaderBarProps {
  readonly name: string;
  readonly status: StatusReport | undefined;
  /** This device belongs to its account no longer: how it is connected does not matter. */
  readonly isRemoved: boolean;
  readonly columns: number;
}

export function HeaderBar({ name, status, isRemoved, columns }: HeaderBarProps) {
  return h(
    Box,
    { width: columns, height: 1, justifyContent: 'space-between', paddingX: 1, flexShrink: 0 },
    h(
      Text,
      { wrap: 'truncate-end' },
      h(Text, { color: 'cyan', bold: true }, '◆ Sotto'),
      h(Text, null, `  ${sanitizeLine(name, { maxColumns: Math.max(8, Math.floor(columns / 4)) })}`),
    ),
    isRemoved
      ? h(
          Text,
          { color: 'red', bold: true },
          columns >= 76 ? '! this device was removed from its account' : '! device removed',
        )
      : h(Connection, { status, wide: columns >= 76 }),
  );
}

function Connection({ status, wide }: { readonly status: StatusReport | undefined; readonly wide: boolean }) {
  if (status === undefined) return h(Text, { dimColor: true }, 'connecting …');
  const { directPeers, mailboxesOnly, outbox } = status;
  const { text, color } = mailboxStanding(status, wide ? WIDE : NARROW);
  const outboxText =
    outbox.pending === 0 ? (wide ? 'outbox empty' : '') : `${outbox.pending} ${wide ? 'in outbox' : 'out'}`;
  return h(
    Text,
    null,
    h(Text, { color }, text),
    h(Text, { dimColor: true }, mailboxesOnly ? '  direct off' : `  ${directPeers} direct`),
    outboxText === '' ? '' : h(Text, outbox.pending > 0 ? { color: 'yellow' } : { dimColor: true }, `  ${outboxText}`),
  );
}

const WIDE = { one: 'mailbox', other: 'mailboxes' } as const;
const NARROW = { one: 'mb', other: 'mb' } as const;

function mailboxStanding(
  { mailboxes }: StatusReport,
  noun: typeof WIDE | typeof NARROW,
): { readonly text: string; readonly color: string } {
  const reachable = mailboxes.filter((mailbox) => mailbox.reachable).length;
  if (mailboxes.length === 0) return { text: '○ no mailbox', color: 'yellow' };
  // It goes on trying for as long as the app is open.
  if (reachable === 0) {
    const text = `◌ connecting to ${mailboxes.length} ${mailboxes.length === 1 ? noun.one : noun.other}`;
    return { text, color: 'yellow' };
  }
  return {
    text: `● ${reachable}/${mailboxes.length} ${noun.other}`,
    color: reachable === mailboxes.length ? 'green' : 'yellow',
  };
}
