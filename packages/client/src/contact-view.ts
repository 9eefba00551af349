/** Contacts as an app sees them. */
import type { ContactRecord } from '@sotto/ports';
import { contactId } from './contact-book.ts';
import type { ClientContext } from './context.ts';
import type { ContactView } from './sotto-client.ts';

export class ContactViews {
  readonly #context: ClientContext;

  constructor(context: ClientContext) {
    this.#context = context;
  }

  async view(record: ContactRecord): Promise<ContactView> {
    const { store } = this.#context;
    const streams = await store.streams(record.accountId);
    const missing = streams.reduce((sum, stream) => sum + stream.missing.length, 0);
    const [latest] = await store.messages(record.accountId, { limit: 1 });
    return {
      id: contactId(record),
      name: record.name,
      claimedName: record.claimedName,
      status: record.status,
      verification: this.#context.contacts.verification(record),
      reachableKeys: record.accountLog.length > 0,
      unread: await store.unreadCount(record.accountId),
      missing,
      online: await this.#isOnline(record),
      lastActivityMs: latest?.storedAtMs ?? record.addedAtMs,
    };
  }

  async #isOnline(record: ContactRecord): Promise<boolean> {
    for (const { address } of await this.#context.store.peerDevices(record.accountId)) {
      if (address && this.#context.network.direct.isConnected(address.peerId)) return true;
    }
    return false;
  }
}
