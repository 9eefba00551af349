/** A network whose owner hears of every envelope that leaves the device, and of everybody who is looked up. */
import type { Network } from '@sotto/ports';

export interface Tap {
  onLeaving(envelope: Uint8Array): void;
  onLookUp(): void;
}

export function tapNetwork(network: Network, { onLeaving, onLookUp }: Tap): Network {
  const { direct, depositor, directory } = network;
  return {
    reader: network.reader,
    figures: network.figures,
    directory: {
      publish: (source, entry, options) => directory.publish(source, entry, options),
      lookUp: (source, accountId, options) => {
        onLookUp();
        return directory.lookUp(source, accountId, options);
      },
      lookUpOwn: (source, accountId, options) => directory.lookUpOwn(source, accountId, options),
      uploadOneTimePrekeys: (source, upload, options) => directory.uploadOneTimePrekeys(source, upload, options),
      takeOneTimePrekey: (source, device, options) => directory.takeOneTimePrekey(source, device, options),
      countOneTimePrekeys: (source, device, options) => directory.countOneTimePrekeys(source, device, options),
    },
    start: () => network.start(),
    setDirect: (isOn) => network.setDirect(isOn),
    wake: () => network.wake(),
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
