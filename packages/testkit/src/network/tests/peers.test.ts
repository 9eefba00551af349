import { equalBytes } from '@sotto/wire';
import { describe, expect, test } from 'vitest';
import type { NetworkFaults } from '../network-faults.ts';
import { newEnvelope, newWorld, prng } from './memory-world.ts';

describe('peers in memory', () => {
  async function newPair(faults?: Partial<NetworkFaults>) {
    const world = await newWorld(faults);
    const { owner, sender } = world;
    owner.direct.allowPeers(new Set([sender.peerId]));
    const location = { peerId: owner.peerId, addresses: owner.direct.addresses() };
    return { ...world, location };
  }

  test('send directly and get the reply', async () => {
    const { owner, sender, location, topic } = await newPair();
    const proof = prng.bytes(32);
    const events: string[] = [];
    owner.direct.onPeerConnected((peerId) => events.push(`connected ${peerId}`));
    owner.direct.onPeerDisconnected((peerId) => events.push(`disconnected ${peerId}`));
    const envelope = newEnvelope(topic);
    owner.direct.onDelivery((delivery) => {
      expect(delivery.peerId).toBe(sender.peerId);
      expect(equalBytes(delivery.envelope, envelope.bytes)).toBe(true);
      delivery.reply({ kind: 'stored', deliveryProof: proof, envelopeId: envelope.id });
    });
    await sender.direct.connect(location);
    expect(await sender.direct.send(owner.peerId, envelope)).toMatchObject({ kind: 'stored', deliveryProof: proof });
    expect(owner.direct.connectedPeers()).toEqual([sender.peerId]);
    await sender.direct.disconnect(owner.peerId);
    await Promise.resolve();
    expect(owner.direct.isConnected(sender.peerId)).toBe(false);
    expect(events).toEqual([`connected ${sender.peerId}`, `disconnected ${sender.peerId}`]);
  });

  test('are refused without permission, at a stale address, when not dialable and when offline', async () => {
    const { network, owner, sender, location } = await newPair();
    const unreachable = { code: 'unreachable' };
    await expect(
      owner.direct.connect({ peerId: sender.peerId, addresses: sender.direct.addresses() }),
    ).rejects.toMatchObject(unreachable);
    network.move(owner);
    await expect(sender.direct.connect(location)).rejects.toMatchObject(unreachable);
    const moved = { peerId: owner.peerId, addresses: owner.direct.addresses() };
    network.setOnline(owner, false);
    await expect(sender.direct.connect(moved)).rejects.toMatchObject(unreachable);
    network.setOnline(owner, true);
    await sender.direct.connect(moved);
    const hidden = network.createPeer({ isDialable: false });
    await hidden.start();
    hidden.direct.allowPeers(new Set([sender.peerId]));
    await expect(sender.direct.connect({ peerId: hidden.peerId, addresses: [] })).rejects.toMatchObject(unreachable);
  });

  test('lose what was open when one goes offline, and pending sends fail', async () => {
    const { network, owner, sender, location, topic } = await newPair();
    await sender.direct.connect(location);
    const sent = sender.direct.send(owner.peerId, newEnvelope(topic));
    network.setOnline(owner, false);
    await expect(sent).rejects.toMatchObject({ code: 'unreachable' });
    expect(sender.direct.isConnected(owner.peerId)).toBe(false);
  });

  test('restart under the same name and address with nothing open', async () => {
    const { network, owner, sender, location } = await newPair();
    await sender.direct.connect(location);
    const again = await network.restartPeer(owner);
    await again.start();
    expect(again.direct.connectedPeers()).toEqual([]);
    again.direct.allowPeers(new Set([sender.peerId]));
    await sender.direct.connect(location);
    expect(again.direct.connectedPeers()).toEqual([sender.peerId]);
  });

  test('keep one stream when two dials cross', async () => {
    const { owner, sender, location } = await newPair();
    sender.direct.allowPeers(new Set([owner.peerId]));
    const back = { peerId: sender.peerId, addresses: sender.direct.addresses() };
    await Promise.all([sender.direct.connect(location), owner.direct.connect(back)]);
    expect(sender.direct.connectedPeers()).toEqual([owner.peerId]);
    expect(owner.direct.connectedPeers()).toEqual([sender.peerId]);
  });

  test('give up when the caller does', async () => {
    const { owner, sender, location, topic } = await newPair();
    await sender.direct.connect(location);
    const controller = new AbortController();
    const sent = sender.direct.send(owner.peerId, newEnvelope(topic), { signal: controller.signal });
    controller.abort();
    await expect(sent).rejects.toMatchObject({ code: 'aborted' });
    const call = sender.reader.limits(owner.peerId as never, { signal: controller.signal });
    await expect(call).rejects.toMatchObject({ code: 'unreachable' });
  });
});
