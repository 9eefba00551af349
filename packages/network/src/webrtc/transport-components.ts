/** What a transport is given by libp2p. */
import type { circuitRelayTransport } from '@libp2p/circuit-relay-v2';

export type TransportComponents = Parameters<ReturnType<typeof circuitRelayTransport>>[0];
