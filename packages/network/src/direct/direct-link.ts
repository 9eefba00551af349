/**
 * Everything between us and one peer: at most one stream opened by each side (specs/07 §2).
 *
 * Both streams are read; exactly one is written: the one opened by the side with the smaller PeerId, the other only
 * while it is alone. Two dials that cross leave two connections; the side that opened the losing stream ends it after
 * its last byte. Acknowledgements name the envelope, so they go by whichever stream is written.
 * Must not know who the peer is, nor how to dial.
 */
import type { Connection, Stream } from '@libp2p/interface';
import type { CallOptions, Clock, DirectDelivery, DirectReply } from '@sotto/ports';
import { type EnvelopeId, formatHex, LIMITS, UnavailableError } from '@sotto/wire';
import { FramedStream, type StreamEnd } from '../framing/framed-stream.ts';
import { RequestWindow } from '../framing/request-window.ts';
import { untilAborted } from '../peer/cancellation.ts';
import { closeIfUnused } from '../peer/connection-use.ts';
import {
  decodeDirectFrame,
  encodeAcknowledgementFrame,
  encodeEnvelopeFrame,
  encodeGoodbyeFrame,
} from './direct-frame.ts';

const REPLY_TIMEOUT_MS = 10_000;
const MAX_IN_FLIGHT = 64;
const MAX_QUEUED = 1_024;
/** Deliveries without a reply before we stop reading. */
const MAX_UNANSWERED = 64;

export type Opener = 'us' | 'them';

export interface DirectLinkOptions {
  readonly peerId: string;
  readonly ourPeerId: string;
  readonly clock: Clock;
  readonly onDelivery: (delivery: DirectDelivery) => void;
  /** The peer left, or the last stream has ended. Called once. */
  readonly onDown: () => void;
}

interface LinkStream {
  readonly framed: FramedStream;
  readonly connection: Connection;
}

export class DirectLink {
  readonly #options: DirectLinkOptions;
  readonly #preferred: Opener;
  readonly #streams = new Map<Opener, LinkStream>();
  /** When the link was made, by the wall clock. */
  readonly sinceMs: number;
  readonly #window: RequestWindow<DirectReply, FramedStream>;
  #unanswered = 0;
  #isDown = false;

  constructor(options: DirectLinkOptions) {
    this.#options = options;
    this.sinceMs = options.clock.nowMs();
    this.#preferred = options.ourPeerId < options.peerId ? 'us' : 'them';
    this.#window = new RequestWindow({
      clock: options.clock,
      timeoutMs: REPLY_TIMEOUT_MS,
      maxInFlight: MAX_IN_FLIGHT,
      maxQueued: MAX_QUEUED,
      canTransmit: () => this.#writer?.isFull === false,
    });
  }

  get isOpen(): boolean {
    return this.#writer !== undefined;
  }

  /** What is written goes by this connection. */
  get connection(): Connection | undefined {
    const writer = this.#writer;
    return [...this.#streams.values()].find(({ framed }) => framed === writer)?.connection;
  }

  /** Takes a negotiated stream. A second one of the same opener replaces the first, which is dead at its other end. */
  attach(stream: Stream, connection: Connection, opener: Opener): void {
    const replaced = this.#streams.get(opener);
    const framed: FramedStream = new FramedStream({
      stream,
      clock: this.#options.clock,
      maxFrameBytes: LIMITS.MAX_FRAME_BYTES,
      onFrame: (frame) => this.#onFrame(frame),
      onDrain: () => this.#window.flush(),
      onEnd: (end) => this.#onEnd(framed, opener, end),
    });
    this.#streams.set(opener, { framed, connection });
    replaced?.framed.reset();
    this.#endLosingStream();
    this.#regulate();
    this.#window.flush();
  }

  /** @throws {UnavailableError} `unreachable`, `timeout`, `aborted` @throws {LimitError} `too-many` */
  send(envelope: { readonly id: EnvelopeId; readonly bytes: Uint8Array }, options?: CallOptions): Promise<DirectReply> {
    if (!this.isOpen) return Promise.reject(unreachable());
    const key = formatHex(envelope.id);
    const reply = this.#window.find(key) ?? this.#window.add(key, () => this.#transmit(envelope.bytes));
    return untilAborted(reply, options?.signal);
  }

  /** Tells the peer that we leave and ends every stream after what was sent. */
  leave(): void {
    const writer = this.#writer;
    if (writer?.isOpen === true) writer.send(encodeGoodbyeFrame());
    for (const { framed } of this.#streams.values()) framed.close();
  }

  /** Ends every stream at once. */
  cut(): void {
    for (const { framed } of this.#streams.values()) framed.reset();
  }

  get #writer(): FramedStream | undefined {
    const preferred = this.#streams.get(this.#preferred)?.framed;
    if (preferred?.isOpen === true) return preferred;
    const other = this.#streams.get(this.#preferred === 'us' ? 'them' : 'us')?.framed;
    return other?.isOpen === true ? other : undefined;
  }

  #transmit(envelope: Uint8Array): FramedStream {
    const writer = this.#writer;
    if (writer === undefined) throw unreachable();
    writer.send(encodeEnvelopeFrame(envelope));
    return writer;
  }

  #onFrame(bytes: Uint8Array): void {
    const frame = decodeDirectFrame(bytes);
    if (frame.kind === 'envelope') this.#deliver(frame.envelope);
    else if (frame.kind === 'acknowledgement') this.#window.settle(formatHex(frame.envelopeId), frame.reply);
    else this.#down();
  }

  #deliver(envelope: Uint8Array): void {
    let answered = false;
    this.#unanswered++;
    this.#options.onDelivery({
      peerId: this.#options.peerId,
      envelope,
      reply: (reply) => {
        if (answered) return;
        answered = true;
        this.#unanswered--;
        this.#acknowledge(reply.envelopeId, reply);
        this.#regulate();
      },
    });
    this.#regulate();
  }

  #acknowledge(envelopeId: EnvelopeId, reply: DirectReply): void {
    const writer = this.#writer;
    if (writer === undefined) return;
    try {
      writer.send(encodeAcknowledgementFrame(envelopeId, reply));
    } catch {
      // The stream broke between the two lines; the sender sends again and is answered then.
      writer.reset();
    }
  }

  /**
   * Reads only while the caller keeps up. Never depends on our own writing: two sides that both wait for the other to
   * read would wait for ever. Unread acknowledgements are small and end at the write buffer's bound.
   */
  #regulate(): void {
    for (const { framed } of this.#streams.values()) {
      if (this.#unanswered < MAX_UNANSWERED) framed.resume();
      else framed.pause();
    }
  }

  #endLosingStream(): void {
    const ours = this.#streams.get('us');
    const theirs = this.#streams.get('them');
    if (this.#preferred === 'them' && ours !== undefined && theirs?.framed.isOpen === true) ours.framed.close();
  }

  #onEnd(framed: FramedStream, opener: Opener, end: StreamEnd): void {
    const ended = this.#streams.get(opener);
    if (ended?.framed === framed) this.#streams.delete(opener);
    if (this.#streams.size === 0) {
      this.#down();
      return;
    }
    // What went by a stream that ended in order has arrived; its acknowledgement comes by the other one.
    if (end === 'broken') this.#window.fail(unreachable(), framed);
    if (ended?.framed === framed) closeIfUnused(ended.connection);
    this.#window.flush();
  }

  #down(): void {
    if (this.#isDown) return;
    this.#isDown = true;
    for (const { framed } of this.#streams.values()) framed.reset();
    this.#window.fail(unreachable());
    this.#options.onDown();
  }
}

function unreachable(): UnavailableError {
  return new UnavailableError('unreachable', 'no direct stream to this peer');
}
