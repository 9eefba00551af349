/** libp2p's relay, for a node that is one: half of libp2p comes with this file. */
export { circuitRelayServer } from '@libp2p/circuit-relay-v2';
