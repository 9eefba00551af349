/** A network whose owner hears of every envelope that leaves the device. */
import type { Network } from '@sotto/ports';

export function tapNetwork(network: Network, onLeaving: (envelope: Uint8Array) => void): Network {
  const { direct, depositor } = network;
  return {
    reader: network.reader,
    directory: network.directory,
    start: () => network.start(),
    stop: () => network.stop(),
    depositor: {
      put: (request, options) => {
        onLeaving(request.envelope);
        return depositor.put(request, options);
      },
    },
    direct: {
      peerId: direct.peerId,
      addresses: () => direct.addresses(),
      isConnected: (peerId) => direct.isConnected(peerId),
      connectedPeers: () => direct.connectedPeers(),
      connect: (location, options) => direct.connect(location, options),
      send: (peerId, envelope, options) => {
        onLeaving(envelope.bytes);
        return direct.send(peerId, envelope, options);
      },
      onDelivery: (handler) => direct.onDelivery(handler),
      onPeerConnected: (handler) => direct.onPeerConnected(handler),
      onPeerDisconnected: (handler) => direct.onPeerDisconnected(handler),
      onAddressesChanged: (handler) => direct.onAddressesChanged(handler),
      allowPeers: (peerIds) => direct.allowPeers(peerIds),
      disconnect: (peerId) => direct.disconnect(peerId),
    },
  };
}
