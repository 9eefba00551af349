/**
 * What a packet's header shows of the state that sealed it: which message key it takes, and whether that fits the session
 * (specs/08 §9; attack B7).
 *
 * Only who has the header key can make a header, so no mailbox and no stranger can: two headers for one message key mean
 * that two copies of the sender's state seal. Must not know: what is remembered of earlier packets, bodies.
 */
import { encodeCanonical, LABELS } from '@sotto/wire';
import { platformProvider } from '#platform';
import type { ProviderOption } from './provider.ts';
import { isSealedUnder, openHeader, packetSalt, parsePacket } from './ratchet-packet.ts';
import type { Session } from './session.ts';

const TRACE_BYTES = 8;

export interface PacketTrace {
  /** 8 bytes that name the message key within its session. */
  readonly position: Uint8Array;
  /** 8 bytes of the salt that its sender chose: other bytes for the same position are another packet. */
  readonly salt: Uint8Array;
  /**
   * The header contradicts what the sender has said before: it goes on in a chain that had ended, or ends a chain before
   * messages of it that are here.
   */
  readonly isContradictory: boolean;
}

export interface TracePacketOptions extends ProviderOption {
  /** As it was before or after the packet was opened. */
  readonly session: Session;
  readonly ciphertext: Uint8Array;
}

/**
 * Changes nothing. `undefined`: no header key of this session fits, or something before the body was altered.
 * @throws {DecodeError} `wrong-version` as `open`
 */
export function tracePacket({
  session,
  ciphertext,
  provider = platformProvider,
}: TracePacketOptions): PacketTrace | undefined {
  const packet = parsePacket(ciphertext);
  if (packet === undefined) return undefined;
  const { receiving, nextReceivingHeaderKey } = session;
  const chain = receiving.find(({ headerKey }) => isSealedUnder(provider, packet, headerKey));
  const startsChain = chain === undefined && isSealedUnder(provider, packet, nextReceivingHeaderKey);
  const headerKey = chain?.headerKey ?? (startsChain ? nextReceivingHeaderKey : undefined);
  if (headerKey === undefined) return undefined;
  const { number, previousLength } = openHeader(provider, packet, headerKey);
  const goesOn = chain !== undefined && chain.chainKey === undefined && number >= chain.next;
  const endsEarly = startsChain && previousLength < (receiving[0]?.next ?? 0);
  const position = provider.hmacSha256(headerKey, encodeCanonical(LABELS.packetPosition, number));
  return {
    position: position.slice(0, TRACE_BYTES),
    salt: packetSalt(packet).slice(0, TRACE_BYTES),
    isContradictory: goesOn || endsEarly,
  };
}
