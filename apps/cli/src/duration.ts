/** Lengths of time, as people type and read them: after which messages disappear, for how long nothing is announced. Pure. */
import { LIMITS } from '@sotto/wire';
import { InvalidArgumentError } from 'commander';

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };

const MAX_MUTE_SECONDS = 52 * 604_800;

/** `off`, or a number with s, m, h, d or w, such as `1h`; in seconds. */
export function parseDuration(text: string): number {
  if (text === 'off') return 0;
  const seconds = secondsOf(text, LIMITS.MAX_TIMER_SECONDS);
  if (seconds === undefined) {
    throw new InvalidArgumentError('It must be `off`, or a time such as 30s, 5m, 1h, 1d or 4w, at most 30d.');
  }
  return seconds;
}

/** For how long a conversation is muted, such as `8h`; in seconds. */
export function parseMuteTime(text: string): number {
  const seconds = secondsOf(text, MAX_MUTE_SECONDS);
  if (seconds === undefined)
    throw new InvalidArgumentError('It must be a time such as 30m, 8h, 1d or 4w, at most 52w.');
  return seconds;
}

/** `undefined`: no time, none at all, or more than `maxSeconds`. */
function secondsOf(text: string, maxSeconds: number): number | undefined {
  const [, count, unit] = /^(\d{1,8})([smhdw])$/.exec(text) ?? [];
  const seconds = Number(count) * (SECONDS[unit ?? ''] ?? Number.NaN);
  return seconds >= 1 && seconds <= maxSeconds ? seconds : undefined;
}

/** In the largest unit that measures it; `off` for none. */
export function durationText(seconds: number): string {
  if (seconds === 0) return 'off';
  const units = Object.entries(SECONDS).toReversed();
  const [unit, length] = units.find(([, size]) => seconds % size === 0) ?? ['s', 1];
  return `${seconds / length}${unit}`;
}
