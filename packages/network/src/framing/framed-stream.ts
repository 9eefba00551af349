/**
 * Frames on one libp2p stream, in both directions (specs/00 §6; attack F4).
 *
 * Owns back pressure and the end of the stream: whatever happens, our side is closed or reset, because a side left open
 * locks the protocol after a few streams. Bounds what is decoded ahead of a paused reader. Must not know what frames mean.
 */
import type { Stream, StreamCloseEvent, StreamMessageEvent } from '@libp2p/interface';
import type { Clock } from '@sotto/ports';
import { concatBytes, encodeFrame, FrameDecoder, UnavailableError } from '@sotto/wire';

/** Bytes decoded in one step: bounds the frames that wait while the reader is paused. */
const DECODE_STEP_BYTES = 16_384;
/**
 * Frames that are sent one after the other go together, up to so many bytes: each write costs a frame of the muxer, an
 * encryption and a system call. Bounds what waits before back pressure is felt.
 */
const GATHERED_BYTES = 16_384;
/** How long a closed stream waits for the other side before it is reset. */
const CLOSE_TIMEOUT_MS = 2_000;

/** `closed`: the other side finished in order. `broken`: reset, connection lost, or a frame that is not allowed. */
export type StreamEnd = 'closed' | 'broken';

export interface FramedStreamOptions {
  readonly stream: Stream;
  readonly clock: Clock;
  readonly maxFrameBytes: number;
  /** Takes ownership of the bytes. What it throws resets the stream. */
  readonly onFrame: (frame: Uint8Array) => void;
  /** The stream broke a rule and is about to be reset: the last chance to send. */
  readonly onViolation?: () => void;
  /** What was written has filled the stream. */
  readonly onFull?: () => void;
  /** There is room again after `isFull`. */
  readonly onDrain?: () => void;
  /** Called exactly once. */
  readonly onEnd: (end: StreamEnd) => void;
}

export class FramedStream {
  readonly #options: FramedStreamOptions;
  readonly #stream: Stream;
  readonly #decoder: FrameDecoder;
  /** Received and not yet decoded; bounded by the read buffer of the stream. */
  readonly #chunks: Uint8Array[] = [];
  readonly #frames: Uint8Array[] = [];
  /** Sent and not yet written: until the end of this turn's microtasks. */
  readonly #gathered: Uint8Array[] = [];
  #gatheredBytes = 0;
  #paused = false;
  #pumping = false;
  #ended = false;
  #remoteFinished: boolean;
  #closing = false;
  #wasFull = false;
  #cancelCloseTimer: (() => void) | undefined;

  constructor(options: FramedStreamOptions) {
    this.#options = options;
    this.#stream = options.stream;
    this.#decoder = new FrameDecoder(options.maxFrameBytes);
    const { stream } = options;
    this.#remoteFinished = stream.remoteWriteStatus === 'closed';
    stream.addEventListener('remoteCloseWrite', () => {
      this.#remoteFinished = true;
    });
    stream.addEventListener('end', () => this.#pump());
    stream.addEventListener('close', (event) => this.#onClose(event));
    stream.addEventListener('drain', () => this.#onRoom());
    stream.addEventListener('idle', () => this.#onRoom());
    stream.addEventListener('message', (event) => this.#onMessage(event));
    // What happened before the listeners were there is not announced again.
    if (stream.readableEnded || stream.status !== 'open') queueMicrotask(() => this.#pump());
  }

  get isOpen(): boolean {
    return !this.#ended && !this.#closing && this.#stream.writeStatus === 'writable';
  }

  /** Whether the other side reads slower than we write: wait for `onDrain` before sending more. */
  get isFull(): boolean {
    // A `drain` of libp2p only says that some bytes may go; until the buffer is empty, nothing may be added.
    return this.#stream.writableNeedsDrain || this.#stream.writeBufferLength > 0;
  }

  /**
   * Sends one frame; it is taken even when the stream is full. It is written before the next turn of the event loop, and
   * before the stream is closed.
   * @throws {UnavailableError} `unreachable` when the stream is closed
   * @throws {LimitError} `too-large`
   */
  send(frame: Uint8Array): void {
    const bytes = encodeFrame(frame, this.#options.maxFrameBytes);
    if (!this.isOpen) throw closed();
    if (this.#gathered.length === 0) queueMicrotask(() => this.#writeOrLeave());
    this.#gathered.push(bytes);
    this.#gatheredBytes += bytes.length;
    if (this.#gatheredBytes >= GATHERED_BYTES) this.#write();
  }

  /** No frames until `resume`; the other side is slowed down. */
  pause(): void {
    this.#paused = true;
    if (this.#stream.readStatus === 'readable') this.#stream.pause();
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    if (this.#stream.readStatus === 'paused') this.#stream.resume();
    this.#pump();
  }

  /** Ends our side after what was sent; frames of the other side still arrive until it ends its own. */
  close(): void {
    if (this.#closing || this.#ended) return;
    this.#writeOrLeave();
    this.#closing = true;
    this.#cancelCloseTimer = this.#options.clock.schedule(CLOSE_TIMEOUT_MS, () => this.reset());
    this.#stream.close().catch(() => this.reset());
  }

  /** Ends both sides at once; what was not sent is lost. */
  reset(): void {
    if (this.#ended) return;
    this.#stream.abort(new UnavailableError('aborted', 'stream reset'));
    this.#finish('broken');
  }

  /** @throws {UnavailableError} `unreachable` when the stream is closed */
  #write(): void {
    const [first, ...others] = this.#gathered.splice(0);
    this.#gatheredBytes = 0;
    if (first === undefined) return;
    try {
      this.#stream.send(others.length === 0 ? first : concatBytes(first, ...others));
    } catch {
      throw closed();
    }
    if (!this.isFull) return;
    this.#wasFull = true;
    this.#options.onFull?.();
  }

  /** The end of the stream, which whoever sent is told, says that it was not written. */
  #writeOrLeave(): void {
    try {
      this.#write();
    } catch {
      this.#gathered.length = 0;
    }
  }

  /** In a later turn: libp2p forgets what is sent while it announces that it is idle. */
  #onRoom(): void {
    if (!this.#wasFull) return;
    queueMicrotask(() => {
      if (!this.#wasFull || this.isFull || this.#ended) return;
      this.#wasFull = false;
      this.#options.onDrain?.();
    });
  }

  #onMessage(event: StreamMessageEvent): void {
    if (event.data instanceof Uint8Array) this.#chunks.push(event.data);
    else for (const part of event.data) this.#chunks.push(part);
    this.#pump();
  }

  #onClose(event: StreamCloseEvent): void {
    if (event.error === undefined && this.#remoteFinished) this.#pump();
    this.#finish(event.error === undefined && this.#remoteFinished ? 'closed' : 'broken');
  }

  #pump(): void {
    if (this.#pumping || this.#ended) return;
    this.#pumping = true;
    try {
      while (!this.#paused && !this.#ended && this.#step());
    } catch {
      this.#options.onViolation?.();
      this.#writeOrLeave();
      this.reset();
    } finally {
      this.#pumping = false;
    }
    if (this.#paused || this.#ended) return;
    if (this.#stream.status === 'aborted' || this.#stream.status === 'reset') this.#finish('broken');
    else if (this.#remoteFinished && this.#stream.readableEnded) this.#endOurSide();
  }

  /** Hands out one frame or decodes one piece; `false` when there is nothing to do. */
  #step(): boolean {
    const frame = this.#frames.shift();
    if (frame !== undefined) {
      this.#options.onFrame(frame);
      return true;
    }
    const chunk = this.#chunks.shift();
    if (chunk === undefined) return false;
    if (chunk.length > DECODE_STEP_BYTES) this.#chunks.unshift(chunk.subarray(DECODE_STEP_BYTES));
    this.#frames.push(...this.#decoder.push(chunk.subarray(0, DECODE_STEP_BYTES)));
    return true;
  }

  #endOurSide(): void {
    if (this.#stream.status === 'closed') this.#finish('closed');
    else this.close();
  }

  #finish(end: StreamEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#cancelCloseTimer?.();
    this.#chunks.length = 0;
    this.#frames.length = 0;
    this.#gathered.length = 0;
    this.#options.onEnd(end);
  }
}

function closed(): UnavailableError {
  return new UnavailableError('unreachable', 'the stream is closed');
}
