/**
 * Who is typing: told to devices that are directly connected, shown for a while (specs/11 §8; attack G10).
 *
 * Nothing of it is put into an outbox or a mailbox. What is stored is the session that sealed it, before it leaves.
 */
import type { ContactRecord, PeerDeviceRecord } from '@sotto/ports';
import { type AccountId, formatHex, LIMITS } from '@sotto/wire';
import { BoundedMap } from '../bounded-map.ts';
import type { Composer } from '../composer.ts';
import { contactId } from '../contact-book.ts';
import { typingContent } from '../content/control.ts';
import type { ClientContext } from '../context.ts';
import { withTimeout } from '../timeout.ts';

const INTERVAL_MS = LIMITS.TYPING_INTERVAL_SECONDS * 1000;
const SHOWN_MS = 2 * INTERVAL_MS;
const SEND_TIMEOUT_MS = 3_000;
const MAX_REMEMBERED = 1_000;

export class Typing {
  readonly #context: ClientContext;
  readonly #composer: Composer;
  /** When it was last told, by the monotonic clock. */
  readonly #toldAtMs = new BoundedMap<string, number>(MAX_REMEMBERED);
  /** Who is typing now, and what ends it. At most as many as there are contacts. */
  readonly #shown = new Map<string, () => void>();

  constructor(context: ClientContext, composer: Composer) {
    this.#context = context;
    this.#composer = composer;
  }

  isTyping(conversation: AccountId): boolean {
    return this.#shown.has(formatHex(conversation));
  }

  /** The person is typing. Tells whoever is connected, unless that was told a moment ago or is turned off. */
  async tell(contact: ContactRecord): Promise<void> {
    const { preferences, contacts, clock, store } = this.#context;
    if (!preferences.typing || !contacts.maySealFor(contact.accountId)) return;
    const key = formatHex(contact.accountId);
    const nowMs = clock.monotonicMs();
    const toldAtMs = this.#toldAtMs.get(key);
    if (toldAtMs !== undefined && nowMs - toldAtMs < INTERVAL_MS) return;
    this.#toldAtMs.set(key, nowMs);
    const devices = await store.peerDevices(contact.accountId);
    await Promise.all(devices.map((device) => this.#tellDevice(contact, device)));
  }

  /** A device of a contact says that the person there is typing. */
  seen(contact: ContactRecord): void {
    const { preferences, clock, lifetime } = this.#context;
    if (!preferences.typing || lifetime.isOver) return;
    const key = formatHex(contact.accountId);
    const isNew = !this.#shown.has(key);
    this.#shown.get(key)?.();
    this.#shown.set(
      key,
      clock.schedule(SHOWN_MS, () => this.over(contact)),
    );
    if (isNew) this.#announce(contact, true);
  }

  /** A message came, or nothing for a while. */
  over(contact: ContactRecord): void {
    const key = formatHex(contact.accountId);
    const cancel = this.#shown.get(key);
    if (cancel === undefined) return;
    cancel();
    this.#shown.delete(key);
    this.#announce(contact, false);
  }

  stop(): void {
    for (const cancel of this.#shown.values()) cancel();
    this.#shown.clear();
  }

  async #tellDevice(contact: ContactRecord, { deviceId, address }: PeerDeviceRecord): Promise<void> {
    const { direct } = this.#context.network;
    if (address === undefined || !direct.isConnected(address.peerId)) return;
    const row = await this.#composer.sealFleeting(contact, deviceId, typingContent());
    if (row === undefined) return;
    const envelope = { id: row.envelopeId, bytes: row.envelope };
    await withTimeout(this.#context, SEND_TIMEOUT_MS, (signal) =>
      direct.send(address.peerId, envelope, { signal }),
    ).catch(() => undefined);
  }

  #announce(contact: ContactRecord, isTyping: boolean): void {
    this.#context.events.emit('typing', { contact: contactId(contact), isTyping });
  }
}
