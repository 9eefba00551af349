/**
 * libp2p's relay, for a node that is one: half of libp2p comes with this file. It is a file of ours because pages import the
 * same package: a bundler that sees the package imported in both ways names its parts by where it is built.
 */
export { circuitRelayServer } from '@libp2p/circuit-relay-v2';
