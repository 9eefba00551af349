/** Who gets past the door of the direct node (specs/07 §1; attacks F6, F7). */
import type { ConnectionGater } from '@libp2p/interface';
import { isNeverDialled } from '../peer/dial-policy.ts';

export interface DirectGaterOptions {
  /** Whether a device of a contact has told us this PeerId. */
  readonly isAllowed: (peerId: string) => boolean;
  readonly isOurRelay: (peerId: string) => boolean;
}

export function directGater({ isAllowed, isOurRelay }: DirectGaterOptions): ConnectionGater {
  return {
    denyDialMultiaddr: isNeverDialled,
    denyInboundEncryptedConnection: (peerId) => !isAllowed(peerId.toString()),
    denyInboundRelayedConnection: (relay, remote) => !isOurRelay(relay.toString()) || !isAllowed(remote.toString()),
  };
}
