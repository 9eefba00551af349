/**
 * When the log of a contact is looked up though nothing is known to be wrong: a person who came back on a new device has
 * nobody else who tells (specs/02 §6, specs/01 §13).
 *
 * Often enough to find a new device soon, seldom enough to say little to the mailboxes of contacts. Remembered in the store,
 * so that a program that runs for moments asks no more often than one that stays.
 */
import type { ContactRecord } from '@sotto/ports';
import type { ClientContext } from '../context.ts';
import { newsSetting, putNumber, readNumber } from '../settings.ts';

const NEWS_EVERY_MS = 6 * 3_600_000;
/** While something that we sent has not arrived. */
const WAITING_NEWS_EVERY_MS = 15 * 60_000;

type Parts = Pick<ClientContext, 'store' | 'ledger' | 'clock'>;

export class ContactNews {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Whether it is time to look the contact up. */
  async isDue(contact: ContactRecord): Promise<boolean> {
    const lookedAtMs = await readNumber(this.#parts.store, newsSetting(contact.accountId));
    if (lookedAtMs === 0) {
      await this.looked(contact);
      return false;
    }
    const ageMs = Math.abs(this.#parts.clock.nowMs() - lookedAtMs);
    if (ageMs < WAITING_NEWS_EVERY_MS) return false;
    return ageMs >= NEWS_EVERY_MS || (await this.#hasWaiting(contact));
  }

  /** It was looked up now. */
  async looked({ accountId }: ContactRecord): Promise<void> {
    await this.#parts.ledger.commit([putNumber(newsSetting(accountId), this.#parts.clock.nowMs())]);
  }

  async #hasWaiting({ accountId }: ContactRecord): Promise<boolean> {
    const { store, clock } = this.#parts;
    const longAgoMs = clock.nowMs() - WAITING_NEWS_EVERY_MS;
    for (const { deviceId } of await store.peerDevices(accountId)) {
      const [oldest] = await store.outbox({
        device: { accountId, deviceId },
        statuses: ['pending', 'custody'],
        limit: 1,
      });
      if (oldest !== undefined && oldest.createdAtMs <= longAgoMs) return true;
    }
    return false;
  }
}
