/**
 * Whether the node that devices of contacts know runs (specs/07 §1, §3): as long as the network does and a direct way is
 * wanted. Without it there is nothing that could dial, listen, announce, meet at a relay or negotiate.
 *
 * Must not know how it is started, nor who wants it.
 */
import { UsageError } from '@sotto/wire';
import type { PeerNode } from '../peer/peer-node.ts';
import type { RelayKeeper } from '../relay/relay-keeper.ts';

export interface RunningDirect {
  readonly node: PeerNode;
  readonly keeper: RelayKeeper | undefined;
  /** Says goodbye to everybody and ends the node, and what goes on beside it. */
  stop(): Promise<void>;
}

export class DirectNode {
  readonly #startNode: () => Promise<RunningDirect>;
  #isWanted = true;
  #isStarted = false;
  #running: RunningDirect | undefined;
  /** One change at a time; each looks at what is wanted by then. */
  #last: Promise<void> = Promise.resolve();

  constructor(startNode: () => Promise<RunningDirect>) {
    this.#startNode = startNode;
  }

  get isWanted(): boolean {
    return this.#isWanted;
  }

  /** Whether the network is, with or without this node. */
  get isStarted(): boolean {
    return this.#isStarted;
  }

  get running(): RunningDirect | undefined {
    return this.#running;
  }

  /** @throws {UsageError} `already-initialised` @throws {UnavailableError} `refused` when it cannot listen */
  async start(): Promise<void> {
    if (this.#isStarted) throw new UsageError('already-initialised', 'the network is started already');
    this.#isStarted = true;
    try {
      await this.#settle();
    } catch (error) {
      this.#isStarted = false;
      throw error;
    }
  }

  /** @throws {UnavailableError} `refused` when it cannot listen */
  async set(isOn: boolean): Promise<void> {
    this.#isWanted = isOn;
    await this.#settle();
  }

  async stop(): Promise<void> {
    this.#isStarted = false;
    await this.#settle();
  }

  async #settle(): Promise<void> {
    const done = this.#last.then(() => this.#adjust());
    this.#last = done.catch(() => undefined);
    await done;
  }

  async #adjust(): Promise<void> {
    const running = this.#running;
    const shouldRun = this.#isStarted && this.#isWanted;
    if (shouldRun && running === undefined) this.#running = await this.#startNode();
    if (shouldRun || running === undefined) return;
    this.#running = undefined;
    await running.stop();
  }
}
