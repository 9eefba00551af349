/**
 * The client's end of a request protocol: numbered requests and their answers on one long-lived stream.
 *
 * Generic over the protocol. An answer that nobody asked for, an answer of the wrong kind and a frame that does not
 * decode end the channel: the other side does not speak the protocol.
 */
import type { Stream } from '@libp2p/interface';
import type { CallOptions, Clock } from '@sotto/ports';
import { type Refusal, UnavailableError } from '@sotto/wire';
import { refusalError } from '../mailbox/refusal.ts';
import { untilAborted } from '../peer/cancellation.ts';
import { FramedStream } from './framed-stream.ts';
import { RequestWindow } from './request-window.ts';

const REQUEST_TIMEOUT_MS = 10_000;
const MAX_IN_FLIGHT = 64;
const MAX_QUEUED = 1_024;

/** A `oneof` of protobuf. */
export interface Choice {
  readonly case: string | undefined;
  readonly value?: unknown;
}

export interface ChannelCodec<Request, Response extends Choice> {
  readonly maxFrameBytes: number;
  encode(id: bigint, request: Request): Uint8Array;
  /** @throws {DecodeError} */
  decode(frame: Uint8Array): { readonly id: bigint; readonly response: Response };
}

export interface RequestChannelOptions<Request, Response extends Choice> {
  readonly stream: Stream;
  readonly clock: Clock;
  readonly codec: ChannelCodec<Request, Response>;
  /** Responses with id 0. `false`: not allowed. */
  readonly onPushed: (response: Response) => boolean;
  /** Called once. */
  readonly onEnd: () => void;
}

export class RequestChannel<Request, Response extends Choice> {
  readonly #clock: Clock;
  readonly #codec: ChannelCodec<Request, Response>;
  readonly #onPushed: (response: Response) => boolean;
  readonly #framed: FramedStream;
  readonly #window: RequestWindow<Response, FramedStream>;
  #lastId = 0n;
  #retired = false;
  #lastUsedMs: number;
  #isSound = false;

  constructor(options: RequestChannelOptions<Request, Response>) {
    this.#clock = options.clock;
    this.#codec = options.codec;
    this.#onPushed = options.onPushed;
    this.#lastUsedMs = options.clock.monotonicMs();
    this.#window = new RequestWindow({
      clock: options.clock,
      timeoutMs: REQUEST_TIMEOUT_MS,
      maxInFlight: MAX_IN_FLIGHT,
      maxQueued: MAX_QUEUED,
      canTransmit: () => !this.#framed.isFull,
    });
    this.#framed = new FramedStream({
      stream: options.stream,
      clock: options.clock,
      maxFrameBytes: options.codec.maxFrameBytes,
      onFrame: (frame) => this.#onFrame(frame),
      onDrain: () => this.#window.flush(),
      onViolation: () => {
        this.#isSound = false;
      },
      onEnd: () => {
        this.#window.fail(lost());
        options.onEnd();
      },
    });
  }

  /** Whether new requests may be made. */
  get isOpen(): boolean {
    return this.#framed.isOpen && !this.#retired;
  }

  /** Since when nothing was asked, while nothing is under way. */
  idleMs(): number {
    return this.#window.size > 0 ? 0 : this.#clock.monotonicMs() - this.#lastUsedMs;
  }

  /** Whether the other side has answered, and never broke the protocol. */
  get isSound(): boolean {
    return this.#isSound;
  }

  /**
   * Sends a request and waits for an answer of the kind wanted.
   * @throws {LimitError} `too-many` and refusals @throws {UnavailableError} `unreachable`, `timeout`, `aborted`, refusals
   */
  async request<Kind extends NonNullable<Response['case']>>(
    request: Request,
    kind: Kind,
    options?: CallOptions,
  ): Promise<Extract<Response, { readonly case: Kind }>['value']> {
    if (!this.isOpen) throw lost();
    this.#lastUsedMs = this.#clock.monotonicMs();
    const id = ++this.#lastId;
    const answer = this.#window.add(id.toString(), () => {
      this.#framed.send(this.#codec.encode(id, request));
      return this.#framed;
    });
    const response = await untilAborted(answer, options?.signal);
    if (response.case === 'refusal') throw refusalError(response.value as Refusal);
    if (response.case !== kind) throw this.violated();
    return (response as Extract<Response, { readonly case: Kind }>).value;
  }

  pause(): void {
    this.#framed.pause();
  }

  resume(): void {
    this.#framed.resume();
  }

  /** No new requests; ends once the last one is answered. */
  retire(): void {
    this.#retired = true;
    if (this.#window.size === 0) this.#framed.close();
  }

  /** Ends at once; requests under way fail. */
  reset(): void {
    this.#framed.reset();
  }

  #onFrame(frame: Uint8Array): void {
    const { id, response } = this.#codec.decode(frame);
    if (id === 0n) {
      if (!this.#onPushed(response)) throw lost();
      return;
    }
    // An answer to a request that was given up is late; one that was never made is a lie.
    if (id > this.#lastId) throw lost();
    this.#isSound = true;
    this.#lastUsedMs = this.#clock.monotonicMs();
    this.#window.settle(id.toString(), response);
    if (this.#retired && this.#window.size === 0) this.#framed.close();
  }

  /** Ends the channel for an answer that decodes and cannot be true; the error is for whoever asked. */
  violated(): UnavailableError {
    this.#isSound = false;
    this.#framed.reset();
    return new UnavailableError('refused', 'the other side does not keep to the protocol');
  }
}

function lost(): UnavailableError {
  return new UnavailableError('unreachable', 'the connection was lost');
}
