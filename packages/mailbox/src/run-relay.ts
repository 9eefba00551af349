/** A relay in one call: its key in a folder, and the server (specs/07 §8). */
import { createRelayServer, type RelayLimits } from '@sotto/network';
import type { Clock, Random } from '@sotto/ports';
import type { MailboxAddress } from '@sotto/wire';
import { makeFolder } from './folder.ts';
import { openMailboxIdentity } from './mailbox-identity.ts';

export interface RelayConfig {
  /** Where the relay's key is kept; made when it is not there. Not a mailbox's: a relay has a PeerId of its own. */
  readonly folder: string;
  /** Multiaddrs, e.g. `/ip4/0.0.0.0/tcp/4003/ws`. Port 0: any free one. */
  readonly listen: readonly string[];
  /** Multiaddrs that clients are told, when they differ (a proxy, a name). Without PeerId. */
  readonly announce?: readonly string[];
  readonly limits?: Partial<RelayLimits>;
  readonly clock: Clock;
  readonly random: Random;
}

export interface RunningRelay {
  /** Where browsers reach it. */
  readonly addresses: readonly MailboxAddress[];
  /** Peers that keep a place here now. */
  reservations(): number;
  stop(): Promise<void>;
}

/**
 * Starts a relay; ready for clients when it resolves.
 * @throws {UsageError} `invalid-argument` when others can read its key
 * @throws {UnavailableError} `refused` when an address cannot be listened on
 */
export async function runRelay({ folder, random, ...options }: RelayConfig): Promise<RunningRelay> {
  makeFolder(folder);
  const { secretKey } = openMailboxIdentity(folder, random);
  const server = createRelayServer({ seed: secretKey, ...options });
  await server.start();
  return {
    addresses: server.addresses(),
    reservations: () => server.reservations(),
    stop: () => server.stop(),
  };
}
