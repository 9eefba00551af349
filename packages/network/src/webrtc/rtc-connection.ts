/**
 * A data channel as a libp2p connection, below Noise and Yamux (specs/07 §8).
 *
 * Owns back pressure of the channel and a close that the other side sees at once: what was sent leaves first, then the
 * channel is closed, then the peer connection.
 */
import type { Logger } from '@libp2p/interface';
import { AbstractMultiaddrConnection } from '@libp2p/utils';
import type { Multiaddr } from '@multiformats/multiaddr';
import type { Clock } from '@sotto/ports';
import { DecodeError } from '@sotto/wire';

/** What every browser takes in one message. */
const MAX_MESSAGE_BYTES = 16_384;
/** Chromium closes a channel with more than 16 MiB unsent. */
const FULL_BYTES = 1_048_576;
const ROOM_BYTES = 262_144;
/** There is no way to slow the other side of a channel down; Yamux bounds what it sends. */
const MAX_READ_BUFFER_BYTES = 16_777_216;
const CLOSE_TIMEOUT_MS = 500;

export interface RtcConnectionOptions {
  readonly peer: RTCPeerConnection;
  readonly channel: RTCDataChannel;
  readonly direction: 'inbound' | 'outbound';
  /** Ends in `/p2p/<PeerId>`: whom Noise must find at the other end. */
  readonly remoteAddress: Multiaddr;
  readonly log: Logger;
  readonly clock: Clock;
}

type Sendable = Parameters<AbstractMultiaddrConnection['sendData']>[0];

export class RtcConnection extends AbstractMultiaddrConnection {
  readonly #peer: RTCPeerConnection;
  readonly #channel: RTCDataChannel;
  readonly #clock: Clock;

  constructor({ peer, channel, direction, remoteAddress, log, clock }: RtcConnectionOptions) {
    super({
      remoteAddr: remoteAddress,
      direction,
      log,
      maxMessageSize: MAX_MESSAGE_BYTES,
      maxReadBufferLength: MAX_READ_BUFFER_BYTES,
    });
    this.#peer = peer;
    this.#channel = channel;
    this.#clock = clock;
    channel.bufferedAmountLowThreshold = ROOM_BYTES;
    channel.addEventListener('message', ({ data }) => {
      if (data instanceof ArrayBuffer) this.onData(new Uint8Array(data));
      else this.abort(new DecodeError('malformed', 'text on a data channel'));
    });
    channel.addEventListener('bufferedamountlow', () => this.safeDispatchEvent('drain'));
    channel.addEventListener('close', () => this.#onGone());
    peer.addEventListener('connectionstatechange', () => {
      if (peer.connectionState === 'failed' || peer.connectionState === 'closed') this.#onGone();
    });
  }

  override sendData(data: Sendable): { sentBytes: number; canSendMore: boolean } {
    const bytes = new Uint8Array(data.byteLength);
    bytes.set(data.subarray());
    this.#channel.send(bytes);
    return { sentBytes: bytes.length, canSendMore: this.#channel.bufferedAmount < FULL_BYTES };
  }

  override async sendClose(): Promise<void> {
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    this.#channel.addEventListener('close', () => resolve(), { once: true });
    const cancel = this.#clock.schedule(CLOSE_TIMEOUT_MS, resolve);
    if (this.#channel.readyState === 'closed') resolve();
    // What is buffered is sent before the channel closes; closing the peer connection now would drop it.
    this.#channel.close();
    await closed;
    cancel();
    this.#peer.close();
  }

  override sendReset(): void {
    this.#peer.close();
  }

  override sendPause(): void {}

  override sendResume(): void {}

  #onGone(): void {
    this.onTransportClosed();
    this.#peer.close();
  }
}
