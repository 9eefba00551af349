/** Until when a conversation is muted, in words and as the client takes it. Pure. */
import { formatMoment } from './day.ts';

/** The end of a mute that has no end but the person's word. */
export const ENDLESS_MS = Number.MAX_SAFE_INTEGER;

/** When a mute of `seconds` that begins now is over; absent: never. */
export function mutedUntil(seconds: number | undefined, nowMs: number): number {
  return seconds === undefined ? ENDLESS_MS : nowMs + seconds * 1_000;
}

/** `muted until today 17:12`, or `muted` without an end. */
export function mutedText(untilMs: number | undefined, nowMs: number): string {
  return untilMs === undefined || untilMs === ENDLESS_MS ? 'muted' : `muted until ${formatMoment(untilMs, nowMs)}`;
}
