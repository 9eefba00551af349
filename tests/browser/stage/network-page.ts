/** A page that is a peer: `@sotto/network` as a browser gets it, driven from outside by name. */
import { createEnvelope, createTopicKeys, encodeEnvelope, envelopeId, verifyCustodyReceipt } from '@sotto/crypto';
import { createNetwork, type NetworkOptions } from '@sotto/network';
import type { Network, PeerLocation, TrafficPath } from '@sotto/ports';
import { asAccountId, asEnvelopeId, type MailboxAddress, mailboxKey, TopicKind } from '@sotto/wire';

const random = { bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) };
const clock: NetworkOptions['clock'] = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  schedule(delayMs, action) {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};

/** Everything that a browser was told to ask for its address, and every violation of the policy. */
const askedServers: string[][] = [];
const violations: string[] = [];
addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
  violations.push(`${effectiveDirective} ${blockedURI}`);
});
globalThis.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    askedServers.push((configuration?.iceServers ?? []).flatMap(({ urls }) => urls));
  }
};

export interface PageOptions {
  readonly relays: readonly MailboxAddress[];
  readonly stunServers: readonly string[];
}

let network: Network;
const connected = new Set<string>();
const waiting = new Set<() => void>();
let delivered = 0;

function changed(): void {
  for (const look of [...waiting]) look();
}

/** Resolves when it holds; looks again at every event of the network. */
function until(holds: () => boolean): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = () => {
    if (!holds()) return;
    waiting.delete(look);
    resolve();
  };
  waiting.add(look);
  look();
  return promise;
}

/** The id of a test envelope is its beginning. */
const idOf = (bytes: Uint8Array) => asEnvelopeId(bytes.slice(0, 32));

export const peer = {
  async start({ relays, stunServers }: PageOptions): Promise<string> {
    const startedMs = performance.now();
    network = createNetwork({ directSeed: random.bytes(32), discovery: false, relays, stunServers, clock, random });
    network.direct.onPeerConnected((peerId) => {
      connected.add(peerId);
      changed();
    });
    network.direct.onPeerDisconnected((peerId) => {
      connected.delete(peerId);
      changed();
    });
    network.direct.onAddressesChanged(changed);
    network.direct.onDelivery(({ envelope, reply }) => {
      delivered++;
      reply({ kind: 'stored', deliveryProof: new Uint8Array(32).fill(7), envelopeId: idOf(envelope) });
    });
    await network.start();
    peer.startMs = performance.now() - startedMs;
    return network.direct.peerId;
  },
  startMs: 0,
  addresses: () => network.direct.addresses(),
  allow: (peerIds: readonly string[]) => network.direct.allowPeers(new Set(peerIds)),
  /** With how long it took. */
  async connect(location: PeerLocation): Promise<number> {
    const startedMs = performance.now();
    await network.direct.connect(location);
    return performance.now() - startedMs;
  },
  /** Sends envelopes one after the other; resolves with the kinds of the replies. */
  async send(peerId: string, count: number, sizeBytes: number): Promise<string[]> {
    const kinds: string[] = [];
    for (let i = 0; i < count; i++) {
      const bytes = random.bytes(sizeBytes);
      kinds.push((await network.direct.send(peerId, { id: idOf(bytes), bytes })).kind);
    }
    return kinds;
  },
  delivered: () => delivered,
  untilConnected: (peerId: string) => until(() => connected.has(peerId)),
  /** With how long it took. */
  async untilGone(peerId: string): Promise<number> {
    const startedMs = performance.now();
    await until(() => !connected.has(peerId));
    return performance.now() - startedMs;
  },
  untilReachable: () => until(() => network.direct.addresses().length > 0),
  untilUnreachable: () => until(() => network.direct.addresses().length === 0),
  /** What this page measured of itself; bytes are those of this hour and the last, in both directions. */
  figures() {
    const { figures } = network;
    const recent = figures.traffic().hours.slice(-2);
    const bytes = (path: TrafficPath) =>
      recent.reduce((sum, { paths }) => sum + paths[path].bytesIn + paths[path].bytesOut, 0);
    return {
      paths: figures.paths().map(({ kind }) => kind),
      reserved: figures.relays().map(({ isReserved }) => isReserved),
      worked: figures.transports().flatMap(({ kind, lastWorkedAtMs }) => (lastWorkedAtMs === undefined ? [] : [kind])),
      bytes: {
        direct: bytes('direct'),
        webrtc: bytes('webrtc'),
        relayed: bytes('relayed'),
        mailbox: bytes('mailbox'),
      },
    };
  },
  stop: () => network.stop(),
  disconnect: (peerId: string) => network.direct.disconnect(peerId),
  setDirect: (isOn: boolean) => network.setDirect(isOn),
  askedServers: () => askedServers,
  violations: () => violations,

  /** Puts envelopes at a mailbox and reads them back in every way; resolves with how many came by each. */
  async mailboxRound(mailbox: MailboxAddress): Promise<Record<string, number>> {
    const keys = createTopicKeys({ kind: TopicKind.QUEUE, random: (length) => random.bytes(length) });
    const { topic } = keys;
    const deposit = async () => {
      const payload = random.bytes(1_024);
      const envelope = createEnvelope({ topic, payload, ttlSeconds: 3_600 });
      const [id, bytes] = [envelopeId(envelope), encodeEnvelope(envelope)];
      const writeKey = keys.writeKey.secretKey;
      const receipt = await network.depositor.put({ mailbox, topic, envelopeId: id, envelope: bytes, writeKey });
      verifyCustodyReceipt({ receipt, mailboxKey: mailboxKey(mailbox), topic, envelopeId: id });
    };
    await network.reader.open(mailbox, keys);
    await deposit();
    let pushed = 0;
    const { promise: second, resolve } = Promise.withResolvers<void>();
    await network.reader.subscribe({
      mailbox,
      topics: [keys],
      onDelivery: () => {
        if (++pushed === 2) resolve();
      },
    });
    await deposit();
    await second;
    const { deliveries } = await network.reader.fetch(mailbox, keys, { cursor: 0, limit: 10 });
    return { pushed, fetched: deliveries.length };
  },
  async lookUpNobody(mailbox: MailboxAddress): Promise<boolean> {
    return (await network.directory.lookUp(mailbox, asAccountId(random.bytes(32)))) === undefined;
  },
};

Object.assign(globalThis, { peer });
