/** The times after which messages can disappear, as a person chooses them (specs/11 §6). Pure. */
import { LIMITS } from '@sotto/wire';
import { DAY_SECONDS, HOUR_SECONDS, MINUTE_SECONDS } from '../text/duration.ts';

/** 0: off. */
export const TIMER_CHOICES: readonly number[] = [
  0,
  5 * MINUTE_SECONDS,
  HOUR_SECONDS,
  8 * HOUR_SECONDS,
  DAY_SECONDS,
  7 * DAY_SECONDS,
  28 * DAY_SECONDS,
];

export const TIMER_UNITS = { minutes: MINUTE_SECONDS, hours: HOUR_SECONDS, days: DAY_SECONDS } as const;
export type TimerUnit = keyof typeof TIMER_UNITS;

/** Seconds of what was typed; `undefined`: not a whole number, or out of range. */
export function customSeconds(amount: string, unit: TimerUnit): number | undefined {
  if (!/^\d{1,6}$/.test(amount.trim())) return undefined;
  const seconds = Number(amount) * TIMER_UNITS[unit];
  return seconds >= MINUTE_SECONDS && seconds <= LIMITS.MAX_TIMER_SECONDS ? seconds : undefined;
}

/** How a time is typed: in the largest unit that measures it. */
export function customOf(seconds: number): { readonly amount: string; readonly unit: TimerUnit } {
  if (seconds < MINUTE_SECONDS) return { amount: '', unit: 'hours' };
  const unit = seconds % DAY_SECONDS === 0 ? 'days' : seconds % HOUR_SECONDS === 0 ? 'hours' : 'minutes';
  return { amount: String(Math.ceil(seconds / TIMER_UNITS[unit])), unit };
}
