/** Which transports this environment offers, and when each was last seen to work in this run (specs/08 §14). */
import type { Clock, TransportFigure, TransportKind } from '@sotto/ports';

const KINDS: readonly TransportKind[] = ['tcp', 'websocket', 'webrtc', 'relay', 'local-discovery'];

export class TransportRecord {
  readonly #clock: Clock;
  readonly #available: ReadonlySet<TransportKind>;
  readonly #lastWorkedAtMs = new Map<TransportKind, number>();

  constructor(clock: Clock, available: readonly TransportKind[]) {
    this.#clock = clock;
    this.#available = new Set(available);
  }

  worked(kind: TransportKind): void {
    this.#lastWorkedAtMs.set(kind, this.#clock.nowMs());
  }

  list(): readonly TransportFigure[] {
    return KINDS.map((kind) => {
      const lastWorkedAtMs = this.#lastWorkedAtMs.get(kind);
      return {
        kind,
        isAvailable: this.#available.has(kind),
        ...(lastWorkedAtMs === undefined ? {} : { lastWorkedAtMs }),
      };
    });
  }
}
