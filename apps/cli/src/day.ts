/** Days and times as a person reads them, in the time zone of the machine. */

const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' });
const dated = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
const calendar = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit' });

const DAY_MS = 86_400_000;
/** The range of ECMAScript dates; a sender may claim any number. */
const MAX_DATE_MS = 8_640_000_000_000_000;

function dateOf(ms: number): Date {
  return new Date(Number.isFinite(ms) ? Math.min(Math.max(ms, -MAX_DATE_MS), MAX_DATE_MS) : 0);
}

/** `09:05` */
export function formatTime(ms: number): string {
  return time.format(dateOf(ms));
}

/** `Today`, `Yesterday`, `Tuesday 3 June`, or `3 June 2024` in another year. */
export function formatDay(ms: number, nowMs: number): string {
  const [day, today, yesterday] = [ms, nowMs, nowMs - DAY_MS].map((value) => calendar.format(dateOf(value)));
  if (day === today) return 'Today';
  if (day === yesterday) return 'Yesterday';
  const date = dateOf(ms);
  return (date.getFullYear() === dateOf(nowMs).getFullYear() ? weekday : dated).format(date).replace(',', '');
}

/** `today 09:05`, `tomorrow 09:05`, `Tuesday 3 June 09:05`: within a sentence. */
export function formatMoment(ms: number, nowMs: number): string {
  const isTomorrow = calendar.format(dateOf(ms)) === calendar.format(dateOf(nowMs + DAY_MS));
  const day = isTomorrow
    ? 'tomorrow'
    : formatDay(ms, nowMs).replace(/^(?:Today|Yesterday)$/, (word) => word.toLowerCase());
  return `${day} ${formatTime(ms)}`;
}
