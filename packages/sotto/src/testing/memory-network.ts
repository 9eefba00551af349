/** Takes the place of `@sotto/network` in pages that are not about the network. */
import type { Clock, Network, Random } from '@sotto/ports';
import { MemoryNetwork } from '@sotto/testkit';

interface Options {
  readonly directSeed: Uint8Array;
  readonly clock: Clock;
  readonly random: Random;
}

/** How often networks of this page were woken. */
export const wakings = { count: 0 };

export function createNetwork({ directSeed, clock, random }: Options): Network {
  const peer = new MemoryNetwork({ clock, random }).createPeer({ secretKey: directSeed });
  const { direct, reader, depositor, directory, figures } = peer;
  const wake = async () => {
    wakings.count += 1;
  };
  const parts = { direct, reader, depositor, directory, figures };
  const setDirect = (isOn: boolean) => peer.setDirect(isOn);
  return { ...parts, setDirect, wake, start: () => peer.start(), stop: () => peer.stop() };
}
