/** Loads links and remembers the latest ones. Only one process owns the store, so the memory is the truth. */
import { decodeSession } from '@sotto/crypto';
import type { MessageStore, SessionRecord } from '@sotto/ports';
import { type AccountId, type DeviceId, VerifyError } from '@sotto/wire';
import { BoundedMap } from './bounded-map.ts';
import { type DeviceLink, emptyLink, type LinkedSession, STALE_SESSION } from './device-link.ts';
import type { Remembering } from './ledger.ts';
import { peerKey } from './own-topics.ts';
import { decodeTrace, NO_TRACE } from './session-trace.ts';

const MAX_REMEMBERED = 256;

/** What is read of a store. */
type LinkStore = Pick<MessageStore, 'peerDevice' | 'sessions' | 'sessionTrace'>;

export class DeviceLinks implements Remembering {
  readonly #store: LinkStore;
  readonly #links = new BoundedMap<string, DeviceLink>(MAX_REMEMBERED);
  /** Counts what was adopted and forgotten, so that a slow read does not bring back what was replaced meanwhile. */
  #changes = 0;

  constructor(store: LinkStore) {
    this.#store = store;
  }

  /**
   * Only whoever holds the lock of the contact may seal or open with it.
   * @throws {VerifyError} `corrupt-record` when a stored session cannot be read
   */
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
    return { record, sessions: await Promise.all(sessions.map((session) => this.#linked(session))) };
  }

  async #linked({ id, state, lastOpenedAtMs, createdAtMs }: SessionRecord): Promise<LinkedSession> {
    const saved = await this.#store.sessionTrace(id);
    return stored(() => ({
      session: decodeSession(state),
      lastOpenedAtMs,
      isStale: createdAtMs === STALE_SESSION,
      trace: saved === undefined ? NO_TRACE : decodeTrace(saved.trace),
    }));
  }
}

/** Never the fault of an envelope that was to be opened with it: that one must come again. */
function stored<Value>(decode: () => Value): Value {
  try {
    return decode();
  } catch (cause) {
    throw new VerifyError('corrupt-record', 'a stored session cannot be read', { cause });
  }
}
