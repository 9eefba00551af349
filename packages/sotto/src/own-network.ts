/**
 * The network of this device: its PeerId and the ports that contacts know are those of the last time.
 *
 * Must not know: who the contacts are, or what is sent.
 */
import { createNetwork, type NetworkOptions } from '@sotto/network';
import type { Clock, MessageStore, Network, Random } from '@sotto/ports';
import { parseMailboxAddress, UsageError } from '@sotto/wire';
import { defaultReach } from '#reach';
import type { ListenOptions, ReachOptions } from './reach-options.ts';

const PEER_SEED = 'peer-seed';
const LISTEN_PORT = 'listen-port';
const WEB_SOCKET_PORT = 'web-socket-port';
/** One is enough; the others are for when it does not answer. */
const MAX_STUN_SERVERS = 4;
const STUN_SERVER = /^stun:(?:[0-9A-Za-z.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\]):\d{1,5}$/;

/**
 * Not started yet. Ports that it gets are stored when it starts.
 * @throws {UsageError} invalid-argument for a STUN server @throws {DecodeError} malformed for a relay
 */
export async function openNetwork(
  store: MessageStore,
  { clock, random, ...reach }: ReachOptions & { readonly clock: Clock; readonly random: Random },
): Promise<Network> {
  const directSeed = (await store.setting(PEER_SEED)) ?? random.bytes(32);
  await store.commit([{ kind: 'put-setting', record: { name: PEER_SEED, value: directSeed } }]);
  const { listen = defaultReach.listen, discovery = defaultReach.discovery, relays = [], stunServers = [] } = reach;
  const network = createNetwork({
    directSeed,
    listen: listen === false ? undefined : await withSavedPorts(store, listen),
    discovery,
    relays: relays.map((relay) => parseMailboxAddress(relay)),
    stunServers: checkStunServers(stunServers),
    clock,
    random,
  });
  return {
    ...network,
    direct: network.direct,
    async start() {
      await network.start();
      await savePorts(store, network.direct.addresses());
    },
    async setDirect(isOn) {
      await network.setDirect(isOn);
      await savePorts(store, network.direct.addresses());
    },
  };
}

async function savePorts(store: MessageStore, addresses: readonly string[]): Promise<void> {
  await savePort(store, LISTEN_PORT, portOf(addresses, /\/tcp\/(\d+)$/));
  await savePort(store, WEB_SOCKET_PORT, portOf(addresses, /\/tcp\/(\d+)\/ws$/));
}

function checkStunServers(stunServers: readonly string[]): readonly string[] {
  if (stunServers.length > MAX_STUN_SERVERS || !stunServers.every((server) => STUN_SERVER.test(server))) {
    throw new UsageError('invalid-argument', 'not a list of STUN servers', { facts: { max: MAX_STUN_SERVERS } });
  }
  return stunServers;
}

async function withSavedPorts(
  store: MessageStore,
  { host, port, webSocketPort }: ListenOptions,
): Promise<NonNullable<NetworkOptions['listen']>> {
  const ofLastTime = async (given: number, name: string) => (given === 0 ? await savedPort(store, name) : given);
  const listen = { host, port: await ofLastTime(port, LISTEN_PORT) };
  if (webSocketPort === undefined) return listen;
  return { ...listen, webSocketPort: await ofLastTime(webSocketPort, WEB_SOCKET_PORT) };
}

/** 0: none. */
async function savedPort(store: MessageStore, name: string): Promise<number> {
  const saved = (await store.setting(name)) ?? new Uint8Array(2);
  return new DataView(saved.slice().buffer).getUint16(0);
}

async function savePort(store: MessageStore, name: string, port: number | undefined): Promise<void> {
  if (port === undefined || port === (await savedPort(store, name))) return;
  const value = new Uint8Array(2);
  new DataView(value.buffer).setUint16(0, port);
  await store.commit([{ kind: 'put-setting', record: { name, value } }]);
}

function portOf(addresses: readonly string[], pattern: RegExp): number | undefined {
  const match = addresses.map((address) => pattern.exec(address)?.[1]).find((port) => port !== undefined);
  return match === undefined ? undefined : Number(match);
}
