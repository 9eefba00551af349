/** The timer content type, `sotto/timer` (specs/11 §6). */
import { create, DecodeError, decodeMessage, encodeMessage, LIMITS, TimerBodySchema } from '@sotto/wire';
import type { ContentType } from './content-type.ts';

export interface TimerContent {
  /** 0: messages stay. At most MAX_TIMER_SECONDS. */
  readonly seconds: number;
}

const MAX_BYTES = 8;

export const TIMER: ContentType<TimerContent> = {
  type: 'sotto/timer',
  version: 1,
  maxBytes: MAX_BYTES,
  encode: ({ seconds }) => encodeMessage(TimerBodySchema, create(TimerBodySchema, { seconds })),
  decode(bytes) {
    const { seconds } = decodeMessage(TimerBodySchema, bytes, MAX_BYTES);
    if (seconds > LIMITS.MAX_TIMER_SECONDS) throw new DecodeError('malformed', 'a timer out of range');
    return { seconds };
  },
  text: timerText,
  fallback: timerText,
};

function timerText({ seconds }: TimerContent): string {
  if (seconds === 0) return 'Messages do not disappear any more.';
  return `Messages disappear after ${durationText(seconds)}.`;
}

const UNITS = [
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** In the largest unit that measures it exactly. */
function durationText(seconds: number): string {
  const [unit, length] = UNITS.find((candidate) => seconds % candidate[1] === 0) ?? UNITS[4];
  const count = seconds / length;
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
