/** Loads links and remembers the latest ones. Only one process owns the store, so the memory is the truth. */
import { decodeSession } from '@sotto/crypto';
import type { MessageStore } from '@sotto/ports';
import type { AccountId, DeviceId } from '@sotto/wire';
import { BoundedMap } from './bounded-map.ts';
import { type DeviceLink, emptyLink, STALE_SESSION } from './device-link.ts';
import type { Remembering } from './ledger.ts';
import { peerKey } from './own-topics.ts';

const MAX_REMEMBERED = 256;

export class DeviceLinks implements Remembering {
  readonly #store: MessageStore;
  readonly #links = new BoundedMap<string, DeviceLink>(MAX_REMEMBERED);
  /** Counts what was adopted and forgotten, so that a slow read does not bring back what was replaced meanwhile. */
  #changes = 0;

  constructor(store: MessageStore) {
    this.#store = store;
  }

  /** Only whoever holds the lock of the contact may seal or open with it. */
  async load(accountId: AccountId, deviceId: DeviceId): Promise<DeviceLink> {
    const key = peerKey(accountId, deviceId);
    const known = this.#links.get(key);
    if (known) return known;
    const before = this.#changes;
    const read = await this.#read(accountId, deviceId);
    if (this.#changes !== before) return this.#links.get(key) ?? read;
    this.#links.set(key, read);
    return read;
  }

  /** Call once the changes of `link` are committed. */
  adopt(link: DeviceLink): void {
    this.#changes += 1;
    this.#links.set(peerKey(link.record.accountId, link.record.deviceId), link);
  }

  async reload(): Promise<void> {
    this.#changes += 1;
    this.#links.clear();
  }

  async #read(accountId: AccountId, deviceId: DeviceId): Promise<DeviceLink> {
    const record = await this.#store.peerDevice(accountId, deviceId);
    if (record === undefined) return emptyLink(accountId, deviceId);
    const sessions = await this.#store.sessions(accountId, deviceId);
    return {
      record,
      sessions: sessions.map(({ state, lastOpenedAtMs, createdAtMs }) => ({
        session: decodeSession(state),
        lastOpenedAtMs,
        isStale: createdAtMs === STALE_SESSION,
      })),
    };
  }
}
