/**
 * The directory of an in-memory mailbox: keeps what is published and hands one-time prekeys out once (specs/02).
 *
 * Checks logs as any directory does, and no bundles: who looks up must, and tests see to it that they do.
 */
import type { AccountState } from '@sotto/identity';
import type { DirectoryEntry, PrekeyUpload } from '@sotto/ports';
import { type AccountId, type DeviceId, formatHex, type OneTimePrekey } from '@sotto/wire';
import type { SeededPrng } from '../seeded-random.ts';
import { flipBit, type MailboxLie } from './mailbox-lie.ts';
import { hasNewer, type PublishedAccount, readPublished, requireCurrent } from './published-account.ts';

interface Published {
  readonly state: AccountState;
  readonly first: DirectoryEntry;
  readonly latest: DirectoryEntry;
  /** The newest bundle of each device. */
  readonly bundles: ReadonlyMap<string, Uint8Array>;
}

interface Dispenser {
  readonly prekeys: OneTimePrekey[];
  /** Ids that were ever uploaded: none is handed out twice. */
  readonly known: Set<number>;
}

export class MailboxDirectory {
  readonly #accounts = new Map<string, Published>();
  readonly #dispensers = new Map<string, Dispenser>();
  readonly #prng: SeededPrng;

  constructor(prng: SeededPrng) {
    this.#prng = prng;
  }

  /** The log goes on where the one before ends; bundles replace those of the same device. */
  publish(entry: DirectoryEntry, lies: ReadonlySet<MailboxLie>): void {
    const published = readPublished(entry);
    if (lies.has('claim-newer-log')) throw hasNewer();
    const before = this.#accounts.get(formatHex(published.accountId));
    if (before) requireCurrent(before.state, published.state);
    this.#keep(entry, published);
  }

  /** From now on this log is handed out, whatever was published before: the mailbox lies, or was put back. */
  present(entry: DirectoryEntry): void {
    this.#keep(entry, readPublished(entry));
  }

  #keep(entry: DirectoryEntry, { accountId, state, bundles }: PublishedAccount): void {
    const before = this.#accounts.get(formatHex(accountId));
    const merged = new Map(before?.bundles);
    for (const { deviceId, bytes } of bundles) merged.set(formatHex(deviceId), new Uint8Array(bytes));
    const latest = { accountLog: new Uint8Array(entry.accountLog), bundles: [...merged.values()] };
    this.#accounts.set(formatHex(accountId), { state, first: before?.first ?? latest, latest, bundles: merged });
  }

  lookUp(accountId: AccountId, lies: ReadonlySet<MailboxLie>): DirectoryEntry | undefined {
    const published = this.#accounts.get(formatHex(accountId));
    if (published === undefined) return undefined;
    const { accountLog, bundles } = lies.has('stale-directory') ? published.first : published.latest;
    const tell = (bytes: Uint8Array) =>
      lies.has('flip-directory-bits') ? flipBit(bytes, this.#prng) : new Uint8Array(bytes);
    return { accountLog: tell(accountLog), bundles: bundles.map(tell) };
  }

  upload({ accountId, deviceId, prekeys }: PrekeyUpload): void {
    const key = dispenserKey(accountId, deviceId);
    const dispenser = this.#dispensers.get(key) ?? { prekeys: [], known: new Set<number>() };
    this.#dispensers.set(key, dispenser);
    for (const prekey of prekeys) {
      if (dispenser.known.has(prekey.id)) continue;
      dispenser.known.add(prekey.id);
      dispenser.prekeys.push(prekey);
    }
  }

  take(accountId: AccountId, deviceId: DeviceId, lies: ReadonlySet<MailboxLie>): OneTimePrekey | undefined {
    const prekeys = this.#dispensers.get(dispenserKey(accountId, deviceId))?.prekeys;
    return lies.has('repeat-prekeys') ? prekeys?.[0] : prekeys?.shift();
  }

  count(accountId: AccountId, deviceId: DeviceId): number {
    return this.#dispensers.get(dispenserKey(accountId, deviceId))?.prekeys.length ?? 0;
  }

  /** As if somebody had taken them all (attack A9). */
  drain(): void {
    for (const dispenser of this.#dispensers.values()) dispenser.prekeys.length = 0;
  }
}

function dispenserKey(accountId: AccountId, deviceId: DeviceId): string {
  return `${formatHex(accountId)}/${formatHex(deviceId)}`;
}
