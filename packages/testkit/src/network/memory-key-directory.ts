/** `KeyDirectory` over the in-memory world. */
import type { CallOptions, DirectoryEntry, KeyDirectory, PrekeyUpload } from '@sotto/ports';
import type { AccountId, DeviceId, MailboxAddress, OneTimePrekey } from '@sotto/wire';
import { type Link, unreachable } from './link.ts';
import type { MemoryMailbox } from './memory-mailbox.ts';
import type { FindMailbox } from './memory-reader.ts';

interface DeviceName {
  readonly accountId: AccountId;
  readonly deviceId: DeviceId;
}

export class MemoryKeyDirectory implements KeyDirectory {
  readonly #peerId: string;
  readonly #link: Link;
  readonly #find: FindMailbox;

  constructor(peerId: string, link: Link, find: FindMailbox) {
    this.#peerId = peerId;
    this.#link = link;
    this.#find = find;
  }

  publish(source: MailboxAddress, entry: DirectoryEntry, options?: CallOptions): Promise<void> {
    return this.#call(source, options, (mailbox) => mailbox.directory.publish(entry, mailbox.lies));
  }

  lookUp(source: MailboxAddress, accountId: AccountId, options?: CallOptions): Promise<DirectoryEntry | undefined> {
    return this.#call(source, options, (mailbox) => mailbox.directory.lookUp(accountId, mailbox.lies));
  }

  lookUpOwn(source: MailboxAddress, accountId: AccountId, options?: CallOptions): Promise<DirectoryEntry | undefined> {
    return this.lookUp(source, accountId, options);
  }

  uploadOneTimePrekeys(source: MailboxAddress, upload: PrekeyUpload, options?: CallOptions): Promise<void> {
    return this.#call(source, options, (mailbox) => mailbox.directory.upload(upload));
  }

  takeOneTimePrekey(
    source: MailboxAddress,
    { accountId, deviceId }: DeviceName,
    options?: CallOptions,
  ): Promise<OneTimePrekey | undefined> {
    return this.#call(source, options, (mailbox) => mailbox.directory.take(accountId, deviceId, mailbox.lies));
  }

  countOneTimePrekeys(
    source: MailboxAddress,
    { accountId, deviceId }: DeviceName,
    options?: CallOptions,
  ): Promise<number> {
    return this.#call(source, options, (mailbox) => mailbox.directory.count(accountId, deviceId));
  }

  async #call<Reply>(
    source: MailboxAddress,
    options: CallOptions | undefined,
    serve: (mailbox: MemoryMailbox) => Reply,
  ): Promise<Reply> {
    const mailbox = this.#find(source);
    if (mailbox === undefined) throw unreachable();
    return this.#link.call({ from: this.#peerId, to: mailbox.peerId, serve: () => serve(mailbox), options });
  }
}
