/**
 * The server's end of a request protocol on one stream (specs/06 §7; attacks F3, F4).
 *
 * Requests run side by side within a bounded window; a client that sends faster, or does not read its answers, is not
 * read. What does not decode gets one constant refusal and ends the stream. Must not know what requests do.
 */
import type { Stream } from '@libp2p/interface';
import type { Clock } from '@sotto/ports';
import { DecodeError, RefusalCode } from '@sotto/wire';
import { FramedStream } from '../framing/framed-stream.ts';
import type { Choice } from '../framing/request-channel.ts';
import type { Refused } from '../mailbox-service.ts';
import type { ServedProtocol, ServerObserver } from './server-event.ts';

/** Sum of the weights of requests that run at once. */
export const MAX_LOAD = 64;
const IDLE_MS = 120_000;
const STALLED_MS = 60_000;

export interface ServerProtocol<Request extends Choice, Response> {
  readonly name: ServedProtocol;
  readonly maxFrameBytes: number;
  /** Share of MAX_LOAD that a request takes: heavy ones have large answers. */
  weight(request: Request): number;
  /** @throws {DecodeError} */
  decode(frame: Uint8Array): { readonly id: bigint; readonly request: Request };
  encode(id: bigint, response: Response): Uint8Array;
  refusal(refused: Refused): Response;
}

export interface ServerChannelOptions<Request extends Choice, Response extends Choice> {
  readonly stream: Stream;
  readonly clock: Clock;
  readonly protocol: ServerProtocol<Request, Response>;
  readonly serve: (request: Request) => Promise<Response | Refused>;
  readonly observe: ServerObserver;
  /** Whether the client waits for something, so that silence is no reason to close. */
  readonly isWaiting: () => boolean;
  readonly onDrain: () => void;
  /** Called once. */
  readonly onEnd: () => void;
}

const UNAVAILABLE: Refused = { kind: 'refused', code: RefusalCode.UNAVAILABLE };
const MALFORMED: Refused = { kind: 'refused', code: RefusalCode.MALFORMED };

export class ServerChannel<Request extends Choice, Response extends Choice> {
  readonly #options: ServerChannelOptions<Request, Response>;
  readonly #framed: FramedStream;
  #load = 0;
  #lastRequestMs: number;
  #fullSinceMs: number | undefined;

  constructor(options: ServerChannelOptions<Request, Response>) {
    this.#options = options;
    this.#lastRequestMs = options.clock.monotonicMs();
    this.#framed = new FramedStream({
      stream: options.stream,
      clock: options.clock,
      maxFrameBytes: options.protocol.maxFrameBytes,
      onFrame: (frame) => this.#onFrame(frame),
      onViolation: () => {
        this.#observeStream('malformed');
        this.push(options.protocol.refusal(MALFORMED));
      },
      onFull: () => this.#onFull(),
      onDrain: () => this.#onDrain(),
      onEnd: () => {
        this.#observeStream('closed');
        options.onEnd();
      },
    });
    this.#observeStream('opened');
  }

  /** Whether something can be pushed now. */
  get hasRoom(): boolean {
    return this.#framed.isOpen && !this.#framed.isFull;
  }

  /** Sends a response that answers no request. */
  push(response: Response): void {
    this.#send(0n, response);
  }

  end(): void {
    this.#framed.close();
  }

  /** Ends a stream that nobody uses, or whose client does not read. */
  sweep(): void {
    const nowMs = this.#options.clock.monotonicMs();
    if (this.#fullSinceMs !== undefined && nowMs - this.#fullSinceMs >= STALLED_MS) {
      this.#observeStream('stalled');
      this.#framed.reset();
    } else if (this.#load === 0 && !this.#options.isWaiting() && nowMs - this.#lastRequestMs >= IDLE_MS) {
      this.#observeStream('idle');
      this.#framed.close();
    }
  }

  #onFrame(frame: Uint8Array): void {
    const { protocol, clock } = this.#options;
    const { id, request } = protocol.decode(frame);
    const operation = request.case;
    if (id === 0n || operation === undefined) throw new DecodeError('malformed', 'empty request');
    const weight = protocol.weight(request);
    const startedMs = clock.monotonicMs();
    this.#lastRequestMs = startedMs;
    this.#load += weight;
    this.#regulate();
    void this.#serve(operation, request).then((outcome) => {
      const refused = 'kind' in outcome;
      this.#send(id, refused ? protocol.refusal(outcome) : outcome);
      this.#load -= weight;
      this.#regulate();
      this.#options.observe({
        kind: 'request',
        protocol: protocol.name,
        operation,
        outcome: refused ? outcome.code : 'ok',
        elapsedMs: clock.monotonicMs() - startedMs,
      });
    });
  }

  async #serve(operation: string, request: Request): Promise<Response | Refused> {
    try {
      return await this.#options.serve(request);
    } catch (error) {
      this.#options.observe({ kind: 'fault', operation, error });
      return UNAVAILABLE;
    }
  }

  #send(id: bigint, response: Response): void {
    if (!this.#framed.isOpen) return;
    try {
      this.#framed.send(this.#options.protocol.encode(id, response));
    } catch (error) {
      this.#options.observe({ kind: 'fault', operation: 'send', error });
      this.#framed.reset();
    }
  }

  #onFull(): void {
    this.#fullSinceMs ??= this.#options.clock.monotonicMs();
    this.#regulate();
  }

  #onDrain(): void {
    this.#fullSinceMs = this.#framed.isFull ? this.#fullSinceMs : undefined;
    this.#regulate();
    this.#options.onDrain();
  }

  #regulate(): void {
    if (this.#load < MAX_LOAD && !this.#framed.isFull) this.#framed.resume();
    else this.#framed.pause();
  }

  #observeStream(change: 'opened' | 'closed' | 'malformed' | 'idle' | 'stalled'): void {
    this.#options.observe({ kind: 'stream', protocol: this.#options.protocol.name, change });
  }
}
