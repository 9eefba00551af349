/** The client's end of `/sotto/directory/1` (specs/02 §4). */
import type { Stream } from '@libp2p/interface';
import type { CallOptions, Clock } from '@sotto/ports';
import { RequestChannel } from '../framing/request-channel.ts';
import type { PooledChannel } from '../peer/channel-pool.ts';
import { type DirectoryRequestChoice, type DirectoryResponseChoice, directoryCodec } from './directory-codec.ts';

export interface DirectoryChannelOptions {
  readonly stream: Stream;
  readonly clock: Clock;
  readonly onEnd: () => void;
}

export class DirectoryChannel implements PooledChannel {
  /** A directory has no greeting. */
  readonly ready = Promise.resolve();
  readonly #requests: RequestChannel<DirectoryRequestChoice, DirectoryResponseChoice>;

  constructor(options: DirectoryChannelOptions) {
    this.#requests = new RequestChannel({ ...options, codec: directoryCodec, onPushed: () => false });
  }

  get isOpen(): boolean {
    return this.#requests.isOpen;
  }

  get isSound(): boolean {
    return this.#requests.isSound;
  }

  idleMs(): number {
    return this.#requests.idleMs();
  }

  retire(): void {
    this.#requests.retire();
  }

  reset(): void {
    this.#requests.reset();
  }

  request<Kind extends NonNullable<DirectoryResponseChoice['case']>>(
    request: DirectoryRequestChoice,
    kind: Kind,
    options?: CallOptions,
  ) {
    return this.#requests.request(request, kind, options);
  }
}
