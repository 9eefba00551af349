/** What a client does with a directory, once through. */
import { encodeAccountLog } from '@sotto/identity';
import type { FakeClock } from '@sotto/testkit';
import { type MailboxAddress, mailboxKey } from '@sotto/wire';
import { DirectoryChannel } from '../../packages/network/src/directory/directory-channel.ts';
import { RemoteKeyDirectory } from '../../packages/network/src/directory/remote-key-directory.ts';
import type { ChannelPool } from '../../packages/network/src/peer/channel-pool.ts';
import { bundleBytes, oneTimePrekeys, upload } from './bundle-seeds.ts';
import type { HeldStream } from './held-stream.ts';
import { account } from './people.ts';

export interface DirectoryPlay {
  readonly stream: HeldStream;
  readonly address: MailboxAddress;
  readonly clock: FakeClock;
  readonly onEnd: () => void;
}

/** One step after the other; a step that fails is left behind. Returns how each one ended. */
export async function playDirectory(play: DirectoryPlay): Promise<unknown[]> {
  const { address } = play;
  const channel = new DirectoryChannel(play);
  const pool = { get: async () => channel } as unknown as ChannelPool<DirectoryChannel>;
  const directory = new RemoteKeyDirectory({ ours: pool, theirs: pool });
  const owner = await account('directory');
  const { accountId } = owner.state;
  const device = { accountId, deviceId: owner.device.deviceId };
  const entry = { accountLog: encodeAccountLog(owner.state), bundles: [await bundleBytes(owner, play.clock.nowMs())] };
  const prekeys = upload(owner, await oneTimePrekeys(owner), mailboxKey(address));
  const steps: (() => Promise<unknown>)[] = [
    () => directory.publish(address, entry),
    () => directory.uploadOneTimePrekeys(address, prekeys),
    () => directory.lookUp(address, accountId),
    () => directory.takeOneTimePrekey(address, device),
    () => directory.countOneTimePrekeys(address, device),
  ];
  const outcomes: unknown[] = [];
  for (const step of steps) outcomes.push(await step().catch((error: unknown) => error));
  return outcomes;
}
