/**
 * The status in human words, as `sotto status` and the terminal app show it: a summary first, then what it rests on. Pure.
 * What is not known is not said.
 */
import type { MailboxStatus, PeerStatus, StatusReport, WaitingStatus } from '@sotto/client';
import { describeFailureCode } from './delivery-mark.ts';
import type { LabelledLine, Tone } from './labelled-line.ts';
import { sanitizeLine } from './sanitize.ts';

/** A difference of clocks that a person should know about. */
const NOTABLE_SKEW_MS = 60_000;
const LINE = { maxColumns: 300 };

export interface StatusContext {
  readonly nowMs: number;
  /** The name of a contact, by account id. */
  readonly nameOf: (contact: string) => string | undefined;
}

export function statusLines(status: StatusReport, context: StatusContext): readonly LabelledLine[] {
  const { peerId, listening, lastError } = status;
  return [
    summary(status),
    line('peer', peerId),
    ...mailboxLines(status, context),
    ...custodianLines(status),
    outboxLine(status),
    ...status.waiting.map((group) => line('waiting', waitingText(group, context), 'warn')),
    ...directLines(status, context),
    ...status.relays.map(({ address, isReserved }) =>
      line('relay', `${isReserved ? 'keeps a place' : 'not reached'}: ${address}`, isReserved ? 'good' : 'warn'),
    ),
    line('transport', transportText(status, context)),
    ...listening.map((address) => line('listening', address)),
    clockLine(status),
    line('traffic', trafficText(status)),
    ...storageLines(status),
    ...(lastError === undefined
      ? []
      : [line('error', `${timestamp(lastError.atMs)}: ${lastError.message} (${lastError.code})`)]),
  ];
}

function line(label: string, text: string, tone: Tone = 'plain'): LabelledLine {
  return { label, text: sanitizeLine(text, LINE), tone };
}

function summary({ mailboxes, waiting, mailboxesOnly }: StatusReport): LabelledLine {
  const reachable = mailboxes.filter((mailbox) => mailbox.reachable).length;
  const count = waiting.reduce((sum, group) => sum + group.count, 0);
  if (mailboxes.length === 0 && mailboxesOnly) {
    return line('summary', 'No mailbox, and direct connections are off: nobody can write to you.', 'bad');
  }
  if (mailboxes.length === 0) {
    return line('summary', 'No mailbox: people can write to you only while you are connected.', 'warn');
  }
  if (mailboxes.every(isUntried)) return line('summary', 'Not connected: the mailboxes were not tried.', 'warn');
  if (reachable === 0)
    return line('summary', 'No mailbox can be reached now. Nothing is lost; it is tried again.', 'bad');
  const waits = count === 0 ? 'nothing waits' : `${count} waiting to be sent`;
  if (reachable < mailboxes.length) {
    return line('summary', `${reachable} of ${mailboxes.length} mailboxes can be reached; ${waits}.`, 'warn');
  }
  return line('summary', `Everything works; ${waits}.`, 'good');
}

function isUntried({ reachable, sinceMs, lastFailure }: MailboxStatus): boolean {
  return !reachable && sinceMs === undefined && lastFailure === undefined;
}

function mailboxLines({ mailboxes }: StatusReport, { nowMs }: StatusContext): readonly LabelledLine[] {
  return mailboxes.map((mailbox) => {
    const state = mailbox.reachable ? 'reachable' : isUntried(mailbox) ? 'not tried' : 'unreachable';
    const details = mailboxDetails(mailbox, nowMs);
    const more = details.length === 0 ? '' : ` (${details.join(', ')})`;
    return line('mailbox', `${state}: ${mailbox.address}${more}`, mailbox.reachable ? 'good' : 'bad');
  });
}

function mailboxDetails(mailbox: MailboxStatus, nowMs: number): readonly string[] {
  const { reachable, sinceMs, roundTripMs, held, lastReceiptAtMs, lastFailure } = mailbox;
  return [
    ...(sinceMs === undefined ? [] : [`for ${agoText(nowMs - sinceMs)}`]),
    ...(roundTripMs === undefined ? [] : [`${Math.round(roundTripMs)} ms`]),
    ...(held === 0 ? [] : [`holds ${held} of yours`]),
    ...(lastReceiptAtMs === undefined ? [] : [`signed last ${agoText(nowMs - lastReceiptAtMs)} ago`]),
    ...(reachable || lastFailure === undefined ? [] : [failureText(lastFailure.code)]),
  ];
}

function failureText(code: string): string {
  if (code === 'unreachable' || code === 'timeout') return 'no answer';
  return describeFailureCode(code);
}

/** Mailboxes of contacts; ours are said above. */
function custodianLines({ custodians, mailboxes }: StatusReport): readonly LabelledLine[] {
  const ours = new Set(mailboxes.map(({ address }) => address));
  return custodians
    .filter(({ address }) => !ours.has(address))
    .map(({ address, held }) => line('custody', `holds ${held} of yours: ${address}`));
}

function outboxLine({ outbox }: StatusReport): LabelledLine {
  return line('outbox', `${outbox.pending} waiting, ${outbox.custody} in custody`);
}

const REASONS: Readonly<Record<WaitingStatus['reason'], string>> = {
  'keys-changed': 'the keys of the contact changed',
  'no-keys': 'no keys of the contact yet',
  'no-session': 'no fresh keys of the contact yet',
  'not-stored': 'this device cannot store anything now',
  'not-tried': 'not tried yet',
  'not-in-custody': 'too few mailboxes have taken it',
};

function waitingText({ reason, failure, count, oldestAtMs }: WaitingStatus, { nowMs }: StatusContext): string {
  const why = failure === undefined ? REASONS[reason] : describeFailureCode(failure);
  return `${count}: ${why}${oldestAtMs === undefined ? '' : `, for ${agoText(nowMs - oldestAtMs)}`}`;
}

const PATHS: Readonly<Record<PeerStatus['path'], string>> = {
  tcp: 'TCP',
  websocket: 'WebSocket',
  webrtc: 'WebRTC',
  relayed: 'through a relay',
};

function directLines(status: StatusReport, { nowMs, nameOf }: StatusContext): readonly LabelledLine[] {
  const { directPeers, peers, mailboxesOnly } = status;
  if (mailboxesOnly) return [line('direct', 'off, as you chose: messages go through mailboxes')];
  return [
    line('direct', `${directPeers} connected`),
    ...peers.map(({ peerId, contact, path, sinceMs, roundTripMs }) => {
      const who = (contact === undefined ? undefined : nameOf(contact)) ?? peerId;
      const round = roundTripMs === undefined ? '' : `, ${Math.round(roundTripMs)} ms`;
      return line('direct', `${who}: ${PATHS[path]}, for ${agoText(nowMs - sinceMs)}${round}`, 'good');
    }),
  ];
}

const TRANSPORTS = {
  tcp: 'TCP',
  websocket: 'WebSocket',
  webrtc: 'WebRTC',
  relay: 'relay',
  'local-discovery': 'local network',
} as const;

function transportText({ transports }: StatusReport, { nowMs }: StatusContext): string {
  const told = transports
    .filter(({ isAvailable }) => isAvailable)
    .map(({ kind, lastWorkedAtMs }) => {
      const seen = lastWorkedAtMs === undefined ? 'not used yet' : `worked ${agoText(nowMs - lastWorkedAtMs)} ago`;
      return `${TRANSPORTS[kind]} (${seen})`;
    });
  return told.length === 0 ? 'none' : told.join(', ');
}

function clockLine({ clockSkewMs, clockSource }: StatusReport): LabelledLine {
  if (clockSource.kind === 'unknown')
    return line('clock', 'not compared yet: mailboxes tell it when they take a message');
  const source = `receipts of ${clockSource.mailboxes === 1 ? 'one mailbox' : `${clockSource.mailboxes} mailboxes`}`;
  if (Math.abs(clockSkewMs) < NOTABLE_SKEW_MS) return line('clock', `agrees with the mailboxes (${source})`);
  const minutes = Math.round(Math.abs(clockSkewMs) / 60_000);
  const direction = clockSkewMs > 0 ? 'behind' : 'ahead of';
  return line(
    'clock',
    `${minutes} min ${direction} the mailboxes (${source}): check the clock of this machine`,
    'warn',
  );
}

function trafficText({ traffic }: StatusReport): string {
  const amounts = traffic.hours.flatMap(({ paths }) => Object.values(paths));
  const sum = (pick: (amount: (typeof amounts)[number]) => number) =>
    amounts.reduce((total, amount) => total + pick(amount), 0);
  return `${bytesText(sum(({ bytesIn }) => bytesIn))} in, ${bytesText(sum(({ bytesOut }) => bytesOut))} out since this program started, at most 24 hours`;
}

function storageLines({ storage }: StatusReport): readonly LabelledLine[] {
  if (storage === undefined) return [];
  const free = storage.availableBytes === undefined ? '' : `, ${bytesText(storage.availableBytes)} free`;
  return [line('storage', `${storage.medium === 'disk' ? 'on disk' : 'in memory only'}${free}`)];
}

/** As precise as a person wants it: `12 s`, `5 min`, `3 h`, `2 days`. A clock that went back counts as now. */
export function agoText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 2 * 86_400) return `${Math.floor(seconds / 3_600)} h`;
  return `${Math.floor(seconds / 86_400)} days`;
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** `512 B`, `1.5 kB`, `20 MB`. */
export function bytesText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1_000 && unit < UNITS.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${UNITS[unit]}`;
}

function timestamp(ms: number): string {
  return new Date(ms).toISOString();
}
