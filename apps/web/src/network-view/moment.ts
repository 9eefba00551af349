/** When something was, as short as it is clear: the time, and the day with it when that was not in the last day. */
import type { Translator } from '../i18n/translator.ts';

const DAY_MS = 86_400_000;

export function momentText(
  atMs: number,
  nowMs: number,
  { time, dateTime }: Pick<Translator, 'time' | 'dateTime'>,
): string {
  return Math.abs(nowMs - atMs) < DAY_MS ? time(atMs) : dateTime(atMs);
}
