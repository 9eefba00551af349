/**
 * Bytes in and out, per hour and kind of path, of the last 24 hours (specs/08 §14).
 *
 * In memory only: on disk it would be a diary of when a person talks. Must not know who is at the other end.
 */
import type { Clock, TrafficAmount, TrafficHour, TrafficPath, TrafficReport } from '@sotto/ports';

const HOUR_MS = 3_600_000;
const HOURS = 24;

interface Amount {
  bytesIn: number;
  bytesOut: number;
}

interface Bucket {
  /** Hours since 1970. */
  readonly hour: number;
  readonly paths: Readonly<Record<TrafficPath, Amount>>;
}

export class TrafficMeter {
  readonly #clock: Clock;
  readonly #sinceMs: number;
  /** A ring: an hour takes the place of the one a day before it. */
  readonly #buckets: (Bucket | undefined)[] = Array.from({ length: HOURS });

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#sinceMs = clock.nowMs();
  }

  /** Counts bytes that came in or went out on a path just now. */
  count(path: TrafficPath, direction: keyof TrafficAmount, bytes: number): void {
    this.#bucket(this.#hour()).paths[path][direction] += bytes;
  }

  report(): TrafficReport {
    const now = this.#hour();
    const hours = Array.from({ length: HOURS }, (_, index) => this.#told(now - HOURS + 1 + index));
    return { sinceMs: this.#sinceMs, hours };
  }

  #told(hour: number): TrafficHour {
    const known = this.#buckets.find((bucket) => bucket?.hour === hour) ?? quietHour(hour);
    const { direct, webrtc, relayed, mailbox } = known.paths;
    return {
      startMs: hour * HOUR_MS,
      paths: { direct: { ...direct }, webrtc: { ...webrtc }, relayed: { ...relayed }, mailbox: { ...mailbox } },
    };
  }

  #bucket(hour: number): Bucket {
    const known = this.#buckets[hour % HOURS];
    if (known?.hour === hour) return known;
    const fresh = quietHour(hour);
    this.#buckets[hour % HOURS] = fresh;
    return fresh;
  }

  /** A clock before 1970 counts as 1970. */
  #hour(): number {
    return Math.max(0, Math.floor(this.#clock.nowMs() / HOUR_MS));
  }
}

function quietHour(hour: number): Bucket {
  const quiet = (): Amount => ({ bytesIn: 0, bytesOut: 0 });
  return { hour, paths: { direct: quiet(), webrtc: quiet(), relayed: quiet(), mailbox: quiet() } };
}
