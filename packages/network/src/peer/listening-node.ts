/** Starting a node that listens (specs/07 §1). */
import { UnavailableError } from '@sotto/wire';
import type { PeerNode, PeerNodeOptions } from './peer-node.ts';

/**
 * Builds and starts a node; `prepare` registers its handlers before the first connection can come.
 * @throws {UnavailableError} `refused` when an address cannot be listened on
 */
export async function startListening(
  options: PeerNodeOptions,
  prepare: (node: PeerNode) => Promise<void>,
): Promise<PeerNode> {
  // libp2p takes longer to load than all the rest: whoever does not start a network does not wait for it.
  const { createPeerNode } = await import('./peer-node.ts');
  const node = await createPeerNode(options);
  await prepare(node);
  try {
    await node.libp2p.start();
  } catch {
    throw new UnavailableError('refused', 'cannot listen on this address', {
      facts: { addresses: options.listen.join(' ') },
      hint: 'The port may be in use, or the address may not be one of this machine.',
    });
  }
  return node;
}
