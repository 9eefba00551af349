/** Account logs, bundles and one-time prekeys at mailboxes: implements the port `KeyDirectory` (specs/02 §4). */
import type { CallOptions, DirectoryEntry, KeyDirectory, PrekeyUpload } from '@sotto/ports';
import {
  type AccountId,
  CountOneTimePrekeysSchema,
  create,
  type DeviceId,
  LimitError,
  LookUpAccountSchema,
  type MailboxAddress,
  type OneTimePrekey,
  PublishAccountSchema,
  TakeOneTimePrekeySchema,
  UnavailableError,
  UploadOneTimePrekeysSchema,
} from '@sotto/wire';
import type { ChannelPool } from '../peer/channel-pool.ts';
import type { DirectoryChannel } from './directory-channel.ts';

interface DeviceName {
  readonly accountId: AccountId;
  readonly deviceId: DeviceId;
}

export class RemoteKeyDirectory implements KeyDirectory {
  readonly #ours: ChannelPool<DirectoryChannel>;
  readonly #theirs: ChannelPool<DirectoryChannel>;

  /**
   * `ours`: for what names our own account; `theirs`: for what names others'. They must not share a PeerId with each
   * other or with the depositor of `ours`, or a mailbox could tell whose deposits it sees (attack E6).
   */
  constructor(pools: { readonly ours: ChannelPool<DirectoryChannel>; readonly theirs: ChannelPool<DirectoryChannel> }) {
    this.#ours = pools.ours;
    this.#theirs = pools.theirs;
  }

  async publish(source: MailboxAddress, entry: DirectoryEntry, options?: CallOptions): Promise<void> {
    const channel = await this.#ours.get(source, options);
    const value = create(PublishAccountSchema, { accountLog: entry.accountLog, bundles: [...entry.bundles] });
    await channel.request({ case: 'publish', value }, 'published', options);
  }

  async lookUp(
    source: MailboxAddress,
    accountId: AccountId,
    options?: CallOptions,
  ): Promise<DirectoryEntry | undefined> {
    return await lookUpAt(await this.#theirs.get(source, options), accountId, options);
  }

  async lookUpOwn(
    source: MailboxAddress,
    accountId: AccountId,
    options?: CallOptions,
  ): Promise<DirectoryEntry | undefined> {
    return await lookUpAt(await this.#ours.get(source, options), accountId, options);
  }

  async uploadOneTimePrekeys(source: MailboxAddress, upload: PrekeyUpload, options?: CallOptions): Promise<void> {
    const channel = await this.#ours.get(source, options);
    const value = create(UploadOneTimePrekeysSchema, { ...upload, prekeys: [...upload.prekeys] });
    await channel.request({ case: 'upload', value }, 'published', options);
  }

  async takeOneTimePrekey(
    source: MailboxAddress,
    device: DeviceName,
    options?: CallOptions,
  ): Promise<OneTimePrekey | undefined> {
    const channel = await this.#theirs.get(source, options);
    const value = create(TakeOneTimePrekeySchema, { accountId: device.accountId, deviceId: device.deviceId });
    try {
      return (await channel.request({ case: 'take', value }, 'taken', options)).prekey;
    } catch (error) {
      if (isUnknown(error) || (error instanceof LimitError && error.code === 'rate')) return undefined;
      throw error;
    }
  }

  async countOneTimePrekeys(source: MailboxAddress, device: DeviceName, options?: CallOptions): Promise<number> {
    const channel = await this.#ours.get(source, options);
    const value = create(CountOneTimePrekeysSchema, { accountId: device.accountId, deviceId: device.deviceId });
    return (await channel.request({ case: 'count', value }, 'count', options)).remaining;
  }
}

async function lookUpAt(
  channel: DirectoryChannel,
  accountId: AccountId,
  options: CallOptions | undefined,
): Promise<DirectoryEntry | undefined> {
  const value = create(LookUpAccountSchema, { accountId });
  try {
    const { accountLog, bundles } = await channel.request({ case: 'lookUp', value }, 'found', options);
    return { accountLog, bundles };
  } catch (error) {
    if (isUnknown(error)) return undefined;
    throw error;
  }
}

function isUnknown(error: unknown): boolean {
  return error instanceof UnavailableError && error.code === 'not-found';
}
