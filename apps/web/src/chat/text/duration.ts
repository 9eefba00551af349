/** Lengths of time in words, for timers. */
import type { Translator } from '../../i18n/translator.ts';

export const MINUTE_SECONDS = 60;
export const HOUR_SECONDS = 3_600;
export const DAY_SECONDS = 86_400;
const WEEK_SECONDS = 604_800;

const UNITS = [
  ['week', WEEK_SECONDS],
  ['day', DAY_SECONDS],
  ['hour', HOUR_SECONDS],
  ['minute', MINUTE_SECONDS],
  ['second', 1],
] as const;

type Unit = (typeof UNITS)[number][0];

/** In the largest unit that measures it exactly: `5 minutes`, `4 weeks`. */
export function exactDuration({ language }: Translator, seconds: number): string {
  const [unit, length] = UNITS.find((candidate) => seconds % candidate[1] === 0) ?? ['second', 1];
  return inUnit(language, seconds / length, unit, 'long');
}

export interface Remaining {
  /** Rounded up in one unit: `3 days`, `59 sec`. */
  readonly seconds: number;
  readonly unit: Unit;
  /** After so many milliseconds it reads differently. */
  readonly changesInMs: number;
}

/** What is left until a time; 0 seconds when it is over. */
export function remainingUntil(atMs: number, nowMs: number): Remaining {
  const leftMs = Math.max(0, atMs - nowMs);
  const left = Math.ceil(leftMs / 1000);
  const [unit, length] = UNITS.find((candidate) => candidate[0] !== 'week' && left >= candidate[1]) ?? ['second', 1];
  const count = Math.ceil(leftMs / (length * 1000));
  return { seconds: count * length, unit, changesInMs: leftMs - (count - 1) * length * 1000 + 1 };
}

/** `width`: `short` in a bubble, `long` for those who hear it. */
export function remainingText({ language }: Translator, { seconds, unit }: Remaining, width: 'short' | 'long'): string {
  const length = UNITS.find((candidate) => candidate[0] === unit)?.[1] ?? 1;
  return inUnit(language, seconds / length, unit, width);
}

function inUnit(language: string, count: number, unit: Unit, unitDisplay: 'short' | 'long'): string {
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay }).format(count);
}
