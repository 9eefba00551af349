/** What a peer in memory tells of its network: its streams as they are, and otherwise what a test says. */
import type {
  NetworkFigures,
  PathKind,
  PeerPath,
  RelayPlace,
  TrafficHour,
  TrafficReport,
  TransportFigure,
} from '@sotto/ports';
import type { MailboxAddress } from '@sotto/wire';

export interface ToldFigures {
  readonly traffic?: TrafficReport;
  readonly relays?: readonly RelayPlace[];
  readonly transports?: readonly TransportFigure[];
  readonly mailboxRoundTripMs?: number;
  /** Of every stream. */
  readonly path?: { readonly kind: PathKind; readonly roundTripMs?: number };
}

const HOUR_MS = 3_600_000;
const QUIET = { bytesIn: 0, bytesOut: 0 };
const QUIET_HOUR: TrafficHour['paths'] = { direct: QUIET, webrtc: QUIET, relayed: QUIET, mailbox: QUIET };
/** Nothing passes a wire here. */
const NO_TRAFFIC: TrafficReport = {
  sinceMs: 0,
  hours: Array.from({ length: 24 }, (_, hour) => ({ startMs: hour * HOUR_MS, paths: QUIET_HOUR })),
};

/** What of a direct transport is told. */
interface DirectStanding {
  readonly isOn: boolean;
  streams(): readonly Pick<PeerPath, 'peerId' | 'sinceMs'>[];
}

export class MemoryFigures implements NetworkFigures {
  readonly #direct: DirectStanding;
  #told: ToldFigures = {};

  constructor(direct: DirectStanding) {
    this.#direct = direct;
  }

  /** From now on this is told; what is left out is quiet, absent or TCP. */
  tell(figures: ToldFigures): void {
    this.#told = figures;
  }

  traffic(): TrafficReport {
    return this.#told.traffic ?? NO_TRAFFIC;
  }

  paths(): readonly PeerPath[] {
    const { path = { kind: 'tcp' as const } } = this.#told;
    return this.#direct.streams().map((stream) => ({ ...stream, ...path }));
  }

  relays(): readonly RelayPlace[] {
    return this.#direct.isOn ? (this.#told.relays ?? []) : [];
  }

  transports(): readonly TransportFigure[] {
    return this.#told.transports ?? [{ kind: 'tcp', isAvailable: true }];
  }

  mailboxRoundTripMs(_mailbox: MailboxAddress): number | undefined {
    return this.#told.mailboxRoundTripMs;
  }
}
