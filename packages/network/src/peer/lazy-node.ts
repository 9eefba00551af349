/** A dial-only node under a throw-away PeerId, built when it is first needed (specs/06 §2; attack E6). */
import type { Random } from '@sotto/ports';
import { UnavailableError } from '@sotto/wire';
import type { NodeWatch } from '../figures/node-watch.ts';
import type { PeerNode } from './peer-node.ts';

export class LazyNode {
  readonly #random: Random;
  readonly #watch: NodeWatch;
  #node: Promise<PeerNode> | undefined;
  #stopped = false;

  constructor(random: Random, watch: NodeWatch) {
    this.#random = random;
    this.#watch = watch;
  }

  /** @throws {UnavailableError} `aborted` after `stop` */
  get(): Promise<PeerNode> {
    if (this.#stopped) return Promise.reject(new UnavailableError('aborted', 'the network is stopped'));
    this.#node ??= this.#start().catch((error: unknown) => {
      this.#node = undefined;
      throw error;
    });
    return this.#node;
  }

  /** Ends connections that do not answer, if there is a node. */
  async endSilent(): Promise<void> {
    const node = await this.#node?.catch(() => undefined);
    await node?.endSilent();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    const node = await this.#node?.catch(() => undefined);
    await node?.stop();
  }

  async #start(): Promise<PeerNode> {
    const { createPeerNode } = await import('./peer-node.ts');
    const node = await createPeerNode({
      seed: this.#random.bytes(32),
      listen: [],
      maxConnections: 256,
      inboundPerSecond: 1,
      addressDialTimeoutMs: 5_000,
      ping: { intervalMs: 5_000, timeoutMs: 3_000 },
      identify: 'off',
      watch: this.#watch,
    });
    await node.libp2p.start();
    return node;
  }
}
