/**
 * One negotiation of a WebRTC link over a stream (specs/07 §8): offer, answer, then candidates from both sides.
 *
 * The stream runs on a relayed connection that Noise secures end to end. A peer that breaks the order, or sends too
 * much, ends the stream. Must not know who the peer is, nor what becomes of the link.
 */
import type { Stream } from '@libp2p/interface';
import type { Clock } from '@sotto/ports';
import { DecodeError, SottoError, UnavailableError } from '@sotto/wire';
import { FramedStream } from '../framing/framed-stream.ts';
import { decodeSignal, encodeSignal, MAX_SIGNAL_BYTES, type Signal } from './signal-frame.ts';

const MAX_CANDIDATES = 32;
/** A data channel has one media section. */
const MEDIA_SECTION = 0;

export interface SignallingOptions {
  readonly stream: Stream;
  readonly peer: RTCPeerConnection;
  readonly role: 'initiator' | 'recipient';
  readonly clock: Clock;
}

export class Signalling {
  readonly #options: SignallingOptions;
  readonly #framed: FramedStream;
  /** Rejects when the negotiation cannot succeed any more; never resolves. */
  readonly failed: Promise<never>;
  readonly #fail: (error: SottoError) => void;
  /** What their description made known; candidates wait for it. */
  #described = false;
  readonly #early: string[] = [];
  #theirCandidates = 0;
  #ourCandidates = 0;
  #turn: Promise<void> = Promise.resolve();
  #queued = 0;

  constructor(options: SignallingOptions) {
    this.#options = options;
    const { promise, reject } = Promise.withResolvers<never>();
    this.failed = promise;
    this.#fail = reject;
    // Whoever waits for the link asks; nobody else has to.
    promise.catch(() => {});
    const { stream, clock, peer } = options;
    peer.addEventListener('icecandidate', ({ candidate }) => this.#onOurCandidate(candidate));
    this.#framed = new FramedStream({
      stream,
      clock,
      maxFrameBytes: MAX_SIGNAL_BYTES,
      onFrame: (frame) => this.#onFrame(frame),
      onEnd: () => this.#onEnd(),
    });
    if (options.role === 'initiator') this.#then(() => this.#describe('offer'));
  }

  /** The link exists. */
  close(): void {
    this.#framed.close();
  }

  reset(): void {
    this.#framed.reset();
  }

  #onFrame(frame: Uint8Array): void {
    const signal = decodeSignal(frame);
    if (signal.kind === 'candidate' && ++this.#theirCandidates > MAX_CANDIDATES) throw disorder();
    if (++this.#queued > MAX_CANDIDATES + 1) throw disorder();
    this.#then(() => this.#take(signal));
  }

  /** One after the other: a candidate must not overtake the description it belongs to. */
  #then(step: () => Promise<void>): void {
    this.#turn = this.#turn.then(step).catch((error: unknown) => {
      this.#fail(error instanceof SottoError ? error : refused());
      this.reset();
    });
  }

  async #take({ kind, text }: Signal): Promise<void> {
    this.#queued--;
    if (kind === 'candidate') {
      if (this.#described) await this.#add(text);
      else this.#early.push(text);
      return;
    }
    const { peer, role } = this.#options;
    const expected = role === 'initiator' ? 'answer' : 'offer';
    if (kind !== expected || this.#described) throw disorder();
    await peer.setRemoteDescription({ type: kind, sdp: text });
    this.#described = true;
    if (role === 'recipient') await this.#describe('answer');
    for (const candidate of this.#early.splice(0)) await this.#add(candidate);
  }

  async #add(candidate: string): Promise<void> {
    await this.#options.peer.addIceCandidate({ candidate, sdpMLineIndex: MEDIA_SECTION });
  }

  async #describe(kind: 'offer' | 'answer'): Promise<void> {
    const { peer } = this.#options;
    const description = kind === 'offer' ? await peer.createOffer() : await peer.createAnswer();
    this.#framed.send(encodeSignal({ kind, text: description.sdp ?? '' }));
    // Only from here on are there candidates, so that the description goes first.
    await peer.setLocalDescription(description);
  }

  #onOurCandidate(candidate: RTCIceCandidate | null): void {
    if (candidate === null || candidate.candidate === '' || !this.#framed.isOpen) return;
    if (++this.#ourCandidates > MAX_CANDIDATES) return;
    this.#framed.send(encodeSignal({ kind: 'candidate', text: candidate.candidate }));
  }

  /** The initiator ends the stream once it has the link; until both have described themselves, an end is a failure. */
  #onEnd(): void {
    if (!this.#described) this.#fail(new UnavailableError('unreachable', 'the peer ended the negotiation'));
  }
}

function disorder(): DecodeError {
  return new DecodeError('malformed', 'a signal out of order');
}

function refused(): UnavailableError {
  return new UnavailableError('unreachable', 'the browser refused a description');
}
