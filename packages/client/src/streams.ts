/** Reads streams and remembers the latest ones, since every message needs one (specs/08 §5). Follows every commit. */
import type { MessageStore, StoreChange, StreamRecord } from '@sotto/ports';
import type { AccountId, DeviceId } from '@sotto/wire';
import { BoundedMap } from './bounded-map.ts';
import type { Remembering } from './ledger.ts';
import { peerKey } from './own-topics.ts';

const MAX_REMEMBERED = 256;

export class Streams implements Remembering {
  readonly #store: MessageStore;
  readonly #known = new BoundedMap<string, StreamRecord>(MAX_REMEMBERED);
  /** Counts what could make a slow read wrong. */
  #changes = 0;

  constructor(store: MessageStore) {
    this.#store = store;
  }

  /** `undefined`: nothing has been seen of this device in this conversation. */
  async find(conversation: AccountId, deviceId: DeviceId): Promise<StreamRecord | undefined> {
    const key = peerKey(conversation, deviceId);
    const known = this.#known.get(key);
    if (known) return known;
    const before = this.#changes;
    const read = await this.#store.stream(conversation, deviceId);
    if (read && this.#changes === before) this.#known.set(key, read);
    return read;
  }

  committed(changes: readonly StoreChange[]): void {
    for (const change of changes) {
      if (change.kind !== 'put-stream') continue;
      this.#changes += 1;
      this.#known.set(peerKey(change.record.conversation, change.record.deviceId), change.record);
    }
  }

  async reload(): Promise<void> {
    this.#changes += 1;
    this.#known.clear();
  }
}
