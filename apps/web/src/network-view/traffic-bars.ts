/** The chart of traffic as numbers: a bar up for what was received in an hour, and one down for what was sent. Pure. */
import type { StatusReport } from '@sotto/client';

type TrafficReport = StatusReport['traffic'];
type Hour = TrafficReport['hours'][number];
type Direction = 'bytesIn' | 'bytesOut';

export interface TrafficBar {
  readonly startMs: number;
  /** False for an hour before the counting began. */
  readonly isMeasured: boolean;
  readonly received: BarAmount;
  readonly sent: BarAmount;
}

export interface BarAmount {
  /** Straight to and from devices. */
  readonly straight: number;
  /** Through mailboxes and relays. */
  readonly indirect: number;
}

const HOUR_MS = 3_600_000;
/** The smallest scale, so that a quiet hour does not fill the chart. */
const LEAST_SCALE = 1_000;
/** Times a power of ten. */
const ROUND = [1, 1.5, 2, 3, 4, 5, 6, 8];

export function trafficBars({ hours, sinceMs }: TrafficReport): readonly TrafficBar[] {
  return hours.map((hour) => ({
    startMs: hour.startMs,
    isMeasured: hour.startMs + HOUR_MS > sinceMs,
    received: amount(hour, 'bytesIn'),
    sent: amount(hour, 'bytesOut'),
  }));
}

export function totalOf({ straight, indirect }: BarAmount): number {
  return straight + indirect;
}

/** What the end of the axis stands for: a round number above every bar. */
export function scaleOf(bars: readonly TrafficBar[]): number {
  const most = Math.max(LEAST_SCALE, ...bars.flatMap(({ received, sent }) => [totalOf(received), totalOf(sent)]));
  const power = 10 ** Math.floor(Math.log10(most));
  const step = ROUND.find((factor) => factor * power >= most) ?? 10;
  return step * power;
}

/** All that was counted. */
export function sumOf(bars: readonly TrafficBar[], pick: 'received' | 'sent'): number {
  return bars.reduce((sum, bar) => sum + totalOf(bar[pick]), 0);
}

function amount({ paths }: Hour, direction: Direction): BarAmount {
  return {
    straight: paths.direct[direction] + paths.webrtc[direction],
    indirect: paths.mailbox[direction] + paths.relayed[direction],
  };
}
