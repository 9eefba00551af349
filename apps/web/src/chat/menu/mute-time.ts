/** For how long a conversation can be muted. Pure. */
const HOUR_MS = 3_600_000;

/** In milliseconds; `always` has no end but the person's word. */
export const MUTE_TIMES = {
  hour: HOUR_MS,
  workday: 8 * HOUR_MS,
  week: 7 * 24 * HOUR_MS,
  always: Number.POSITIVE_INFINITY,
} as const;

export type MuteTime = keyof typeof MUTE_TIMES;
export const MUTE_CHOICES = Object.keys(MUTE_TIMES) as readonly MuteTime[];

/** The end as the SDK takes it. */
export function mutedUntil(choice: MuteTime, nowMs: number): number {
  return Math.min(Number.MAX_SAFE_INTEGER, nowMs + MUTE_TIMES[choice]);
}

/** Whether an end is no end. */
export function isEndless(untilMs: number): boolean {
  return untilMs === Number.MAX_SAFE_INTEGER;
}
