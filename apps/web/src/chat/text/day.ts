/** How long ago something was, as short as a list wants it. */
import type { Translator } from '../../i18n/translator.ts';
import { isSameDay } from '../../state/conversations/conversation-rows.ts';

const DAY_MS = 86_400_000;
const WEEK_DAYS = 6;

/** `Today`, `Yesterday`, or the date. */
export function dayName({ t, date, shortDate }: Translator, atMs: number, nowMs: number): string {
  if (isSameDay(atMs, nowMs)) return t('chat.today');
  if (isSameDay(atMs, nowMs - DAY_MS)) return t('chat.yesterday');
  return nowMs - atMs < WEEK_DAYS * DAY_MS && atMs < nowMs ? shortDate(atMs) : date(atMs);
}

/** The time today, else the day. */
export function shortTime(translator: Translator, atMs: number, nowMs: number): string {
  return isSameDay(atMs, nowMs) ? translator.time(atMs) : dayName(translator, atMs, nowMs);
}
