/** Times after which messages disappear, as people type and read them. Pure. */
import { LIMITS } from '@sotto/wire';
import { InvalidArgumentError } from 'commander';

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };

/** `off`, or a number with s, m, h, d or w, such as `1h`; in seconds. */
export function parseDuration(text: string): number {
  if (text === 'off') return 0;
  const [, count, unit] = /^(\d{1,7})([smhdw])$/.exec(text) ?? [];
  const seconds = Number(count) * (SECONDS[unit ?? ''] ?? Number.NaN);
  if (!(seconds >= 1 && seconds <= LIMITS.MAX_TIMER_SECONDS)) {
    throw new InvalidArgumentError('It must be `off`, or a time such as 30s, 5m, 1h, 1d or 4w, at most 30d.');
  }
  return seconds;
}

/** In the largest unit that measures it; `off` for none. */
export function durationText(seconds: number): string {
  if (seconds === 0) return 'off';
  const units = Object.entries(SECONDS).toReversed();
  const [unit, length] = units.find(([, size]) => seconds % size === 0) ?? ['s', 1];
  return `${seconds / length}${unit}`;
}
