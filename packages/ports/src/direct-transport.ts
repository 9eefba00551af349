/**
 * Direct streams between devices (specs/07). Carries the same envelopes as mailboxes, on one long-lived stream per
 * peer. Knows peers by PeerId only; who they are is the caller's knowledge.
 */
import type { EnvelopeId } from '@sotto/wire';
import type { CallOptions } from './mailbox.ts';

/** How to reach a peer directly: learnt inside an encrypted session. */
export interface PeerLocation {
  readonly peerId: string;
  /** Multiaddrs, without the trailing PeerId; may be empty when only local discovery can find the peer. */
  readonly addresses: readonly string[];
}

/** What came back for an envelope that was sent directly. */
export type DirectReply =
  | { readonly kind: 'stored'; readonly deliveryProof: Uint8Array }
  | { readonly kind: 'refused' };

/** An envelope that a peer sent us. Answer once with `reply`, after it has been stored. */
export interface DirectDelivery {
  readonly peerId: string;
  /** Encoded `Envelope`, not yet checked. */
  readonly envelope: Uint8Array;
  reply(reply: DirectReply & { readonly envelopeId: EnvelopeId }): void;
}

export interface DirectTransport {
  readonly peerId: string;
  /** Our own listening addresses, without PeerId. Changes are announced by `onAddressesChanged`. */
  addresses(): readonly string[];
  isConnected(peerId: string): boolean;
  /** Number of peers connected now. */
  connectedPeers(): readonly string[];
  /** Opens a connection and the stream, unless there is one. @throws {UnavailableError} unreachable, timeout */
  connect(location: PeerLocation, options?: CallOptions): Promise<void>;
  /**
   * Sends over the open stream and resolves with the peer's reply.
   * @throws {UnavailableError} `unreachable` when there is no stream or it breaks before the reply
   */
  send(
    peerId: string,
    envelope: { readonly id: EnvelopeId; readonly bytes: Uint8Array },
    options?: CallOptions,
  ): Promise<DirectReply>;
  /** Handlers; each may be set once, before `start`. */
  onDelivery(handler: (delivery: DirectDelivery) => void): void;
  onPeerConnected(handler: (peerId: string) => void): void;
  onPeerDisconnected(handler: (peerId: string) => void): void;
  onAddressesChanged(handler: () => void): void;
  /** Only these peers may open a stream to us; anyone else is refused. */
  allowPeers(peerIds: ReadonlySet<string>): void;
  /** Ends the connection to a peer. */
  disconnect(peerId: string): Promise<void>;
}
