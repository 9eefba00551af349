/**
 * New sessions with devices that write with sessions we do not have, or that cannot read ours (specs/03 §6; attack B8).
 * At most one per device in REPAIR_PAUSE_MS, so that junk cannot make us spend keys.
 */
import type { ContactRecord } from '@sotto/ports';
import type { DeviceId } from '@sotto/wire';
import { resendRequestContent } from './content/control.ts';
import type { ClientContext } from './context.ts';
import type { Introducer } from './introducer.ts';
import type { Outbox } from './outbox.ts';
import { peerKey } from './own-topics.ts';

const REPAIR_PAUSE_MS = 10 * 60_000;
const MAX_REMEMBERED = 1_000;

export class Repairs {
  readonly #context: ClientContext;
  readonly #introducer: Introducer;
  readonly #outbox: Outbox;
  readonly #lastAtMs = new Map<string, number>();
  readonly #running = new Set<Promise<void>>();
  readonly #onError: (error: unknown) => void;

  constructor(
    context: ClientContext,
    parts: { readonly introducer: Introducer; readonly outbox: Outbox; readonly onError: (error: unknown) => void },
  ) {
    this.#context = context;
    this.#introducer = parts.introducer;
    this.#outbox = parts.outbox;
    this.#onError = parts.onError;
  }

  /** What this device sent cannot be opened: it is asked, in a new session, to seal it again. */
  sessionMissing(contact: ContactRecord, deviceId: DeviceId): void {
    const control = resendRequestContent({ sequences: [], sessionLost: true });
    this.#renew(contact, deviceId, { control });
  }

  /** The device has a session with a larger generation than ours: ours must become larger. */
  sessionHint(contact: ContactRecord, deviceId: DeviceId, generation: number): void {
    this.#renew(contact, deviceId, { atLeast: generation + 1 });
  }

  /** Waits for repairs that are under way. */
  async settled(): Promise<void> {
    await Promise.all(this.#running);
  }

  #renew(contact: ContactRecord, deviceId: DeviceId, options: Parameters<Introducer['renew']>[2]): void {
    if (contact.status !== 'contact') return;
    const key = peerKey(contact.accountId, deviceId);
    const now = this.#context.clock.monotonicMs();
    const last = this.#lastAtMs.get(key);
    if (last !== undefined && now - last < REPAIR_PAUSE_MS) return;
    if (this.#lastAtMs.size >= MAX_REMEMBERED) this.#lastAtMs.clear();
    this.#lastAtMs.set(key, now);
    const work = this.#introducer
      .renew(contact, deviceId, options)
      .then((row) => (row ? this.#outbox.sendNow([row]) : undefined))
      .catch((error: unknown) => {
        // Not repaired: the next sign of trouble may try again.
        this.#lastAtMs.delete(key);
        this.#onError(error);
      })
      .finally(() => this.#running.delete(work));
    this.#running.add(work);
  }
}
