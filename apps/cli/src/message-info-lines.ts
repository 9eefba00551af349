/**
 * All that is known of one message, in human words, as `sotto info` and the terminal app show it: what it says and said, how
 * far it came, what each device and mailbox did, and when. Pure. What is not known is not said (specs/08).
 */
import type { DeviceDelivery, MessageInfo, MessageView, ReactionView } from '@sotto/client';
import { formatMoment } from './day.ts';
import { deliveryMark, describeFailureCode } from './delivery-mark.ts';
import type { LabelledLine, Tone } from './labelled-line.ts';
import { bodyText, quoteText } from './message-text.ts';
import { sanitizeForTerminal, sanitizeLine } from './sanitize.ts';

/** As much of a device id as tells two devices of one person apart. */
const DEVICE_DIGITS = 8;
const NAME_COLUMNS = 40;
const ADDRESS_COLUMNS = 300;
const REACTION_COLUMNS = 8;

export interface InfoContext {
  readonly nowMs: number;
  /** Of the contact; it is sanitised here. */
  readonly name: string;
}

/** Texts may have more lines than one; nothing in them acts on a terminal. */
export function messageInfoLines(info: MessageInfo, context: InfoContext): readonly LabelledLine[] {
  const { message } = info;
  const name = sanitizeLine(context.name, { maxColumns: NAME_COLUMNS });
  const quote = quoteText(message);
  return [
    line(message.direction === 'out' ? 'to' : 'by', name),
    line('message', bodyText(message)),
    ...(quote === undefined ? [] : [line('answers', quote)]),
    ...(message.edited?.earlier ?? []).toReversed().map((text) => line('earlier', sanitizeForTerminal(text))),
    ...(message.direction === 'out' ? deliveryLines(info, name, context.nowMs) : []),
    ...message.reactions.map((reaction) => line('reaction', reactionText(reaction, name))),
    ...factLines(info, name, context.nowMs),
    line('id', sanitizeLine(message.id)),
  ];
}

function line(label: string, text: string, tone: Tone = 'plain'): LabelledLine {
  return { label, text, tone };
}

function reactionText({ emoji, isOurs, isTheirs }: ReactionView, name: string): string {
  const by = [...(isOurs ? ['you'] : []), ...(isTheirs ? [name] : [])].join(' and ');
  return `${sanitizeLine(emoji, { maxColumns: REACTION_COLUMNS })} ${by}`;
}

const STATE_TONES: Readonly<Record<MessageView['state'], Tone>> = {
  queued: 'warn',
  custody: 'plain',
  delivered: 'good',
  read: 'good',
  expired: 'bad',
  failed: 'bad',
};

/** What a state means, and no more than that. */
function meaningOf(state: MessageView['state'], name: string): string {
  switch (state) {
    case 'queued':
      return `It is stored on this device, and goes out as soon as a mailbox or a device of ${name} can be reached.`;
    case 'custody':
      return `Mailboxes have signed that they hold it for ${name}.`;
    case 'delivered':
      return `A device of ${name} has proved that it stored it.`;
    case 'read':
      return `${name} has seen it, and their device has said so.`;
    case 'expired':
      return `No device of ${name} fetched it in time. It can be sent again.`;
    case 'failed':
      return 'It could not be sent. It can be tried again.';
  }
}

function deliveryLines({ message, devices }: MessageInfo, name: string, nowMs: number): readonly LabelledLine[] {
  const { state } = message;
  const isOver = state === 'delivered' || state === 'read';
  return [
    line('state', deliveryMark(message), STATE_TONES[state]),
    line('', meaningOf(state, name)),
    ...devices.flatMap((device) => deviceLines(device, nowMs)),
    ...(devices.length === 0 && isOver ? [line('device', 'What proves it was kept for a week.')] : []),
  ];
}

const DEVICE_TONES: Readonly<Record<DeviceDelivery['status'], Tone>> = {
  pending: 'warn',
  custody: 'plain',
  delivered: 'good',
  expired: 'bad',
  failed: 'bad',
};

function deviceLines(delivery: DeviceDelivery, nowMs: number): readonly LabelledLine[] {
  const { device, status, attempts, custody } = delivery;
  const tries = attempts === 0 ? 'not tried yet' : attempts === 1 ? '1 attempt' : `${attempts} attempts`;
  const text = `${shortDevice(device)}  ${deviceStanding(delivery, nowMs)} (${tries})`;
  return [
    line('device', text, DEVICE_TONES[status]),
    ...custody.map(({ mailbox, untilMs }) => {
      const until = formatMoment(untilMs, nowMs);
      const held =
        untilMs > nowMs ? `signed receipt, held until ${until}` : `signed receipt, held until ${until}: over`;
      return line('  receipt', `${held}\n${sanitizeLine(mailbox, { maxColumns: ADDRESS_COLUMNS })}`);
    }),
  ];
}

function deviceStanding({ status, failure, nextAttemptAtMs }: DeviceDelivery, nowMs: number): string {
  const why = failure === undefined ? '' : `: ${describeFailureCode(failure)}`;
  switch (status) {
    case 'pending':
      return `waits${why}${nextAttemptAtMs === undefined ? '' : `, next attempt ${formatMoment(nextAttemptAtMs, nowMs)}`}`;
    case 'custody':
      return `held for it by mailboxes${why}`;
    case 'delivered':
      return 'has proved that it stored it';
    case 'expired':
      return `not fetched in time${why}`;
    case 'failed':
      return `failed${why}`;
  }
}

function factLines({ message, storedAtMs, from }: MessageInfo, name: string, nowMs: number): readonly LabelledLine[] {
  const { direction, sentAtMs, edited, expiresAtMs, state } = message;
  const isTheirs = direction === 'in';
  const isUnseen = isTheirs && state !== 'read';
  return [
    line('written', `${formatMoment(sentAtMs, nowMs)}${isTheirs ? `, by the clock of ${name}` : ''}`),
    line('stored', `${formatMoment(storedAtMs, nowMs)}, on this device`),
    ...(edited === undefined
      ? []
      : [
          line(
            'edited',
            `${edited.earlier.length > 1 ? `${edited.earlier.length} times, last ` : ''}${formatMoment(edited.atMs, nowMs)}`,
          ),
        ]),
    ...(expiresAtMs === undefined
      ? []
      : [line('expires', `${formatMoment(expiresAtMs, nowMs)}${isUnseen ? ', if nobody looks before' : ''}`)]),
    ...(from === undefined
      ? []
      : [line('from', `device ${shortDevice(from.device)}, where it is number ${from.sequence}`)]),
  ];
}

function shortDevice(device: string): string {
  return sanitizeLine(device.slice(0, DEVICE_DIGITS));
}
