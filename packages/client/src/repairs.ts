/**
 * New sessions with devices that write with sessions we do not have, or that cannot read ours (specs/08 §4; attacks A9,
 * B5, B8). What is to be done survives a crash; how often it is done is bounded.
 */
import type { MessageStore, StoreChange } from '@sotto/ports';
import { type AccountId, type DeviceId, SottoError } from '@sotto/wire';
import { retryDelayMs } from './backoff.ts';
import { BoundedMap } from './bounded-map.ts';
import { resendRequestContent } from './content/control.ts';
import type { ClientContext } from './context.ts';
import type { Introducer } from './introducer.ts';
import type { Remembering } from './ledger.ts';
import type { Outbox } from './outbox.ts';
import { peerKey } from './own-topics.ts';
import {
  decodeRepairList,
  dueRepairs,
  encodeRepairList,
  type RepairEntry,
  type RepairList,
  repaired,
  wantRepair,
} from './repair-list.ts';
import { putBytes, SETTINGS } from './settings.ts';

const MAX_REMEMBERED_FAILURES = 1_000;

interface Failure {
  readonly failures: number;
  readonly notBeforeMs: number;
}

export class Repairs implements Remembering {
  readonly #context: ClientContext;
  readonly #introducer: Introducer;
  readonly #outbox: Outbox;
  readonly #failures = new BoundedMap<string, Failure>(MAX_REMEMBERED_FAILURES);
  #list: RepairList = [];
  #round: Promise<void> | undefined;

  private constructor(context: ClientContext, parts: { readonly introducer: Introducer; readonly outbox: Outbox }) {
    this.#context = context;
    this.#introducer = parts.introducer;
    this.#outbox = parts.outbox;
  }

  static async load(
    context: ClientContext,
    parts: { readonly introducer: Introducer; readonly outbox: Outbox },
  ): Promise<Repairs> {
    const repairs = new Repairs(context, parts);
    await repairs.reload();
    return repairs;
  }

  async reload(): Promise<void> {
    this.#list = await readList(this.#context.store);
  }

  /** What to store so that this device gets a new session of at least that generation. Call `poke` once it is stored. */
  want(device: { readonly accountId: AccountId; readonly deviceId: DeviceId }, atLeast: number): StoreChange[] {
    this.#list = wantRepair(this.#list, device, atLeast);
    return [putList(this.#list)];
  }

  poke(): void {
    this.#context.lifetime.run(() => this.run());
  }

  /** Does what is due; resolves when it has been tried. What cannot be done now is tried again later. */
  async run(): Promise<void> {
    this.#round ??= this.#tryDue().finally(() => {
      this.#round = undefined;
    });
    await this.#round;
  }

  async #tryDue(): Promise<void> {
    const { clock, contacts } = this.#context;
    const now = clock.monotonicMs();
    for (const entry of dueRepairs(this.#list, clock.nowMs())) {
      const failure = this.#failures.get(peerKey(entry.accountId, entry.deviceId));
      if (failure && now < failure.notBeforeMs) continue;
      if (contacts.maySealFor(entry.accountId)) await this.#try(entry);
    }
  }

  async #try(entry: RepairEntry): Promise<void> {
    const { clock, random, onError } = this.#context;
    const key = peerKey(entry.accountId, entry.deviceId);
    try {
      await this.#repair(entry);
      this.#failures.delete(key);
    } catch (error) {
      if (!(error instanceof SottoError)) throw error;
      onError(error);
      const failures = (this.#failures.get(key)?.failures ?? 0) + 1;
      this.#failures.set(key, { failures, notBeforeMs: clock.monotonicMs() + retryDelayMs(failures, random) });
    }
  }

  async #repair({ accountId, deviceId, atLeast }: RepairEntry): Promise<void> {
    const { contacts, clock } = this.#context;
    const contact = contacts.get(accountId);
    if (contact === undefined) return;
    const row = await this.#introducer.renew(contact, deviceId, {
      atLeast,
      control: resendRequestContent({ sequences: [], sessionLost: true }),
      changes: () => {
        this.#list = repaired(this.#list, { accountId, deviceId }, clock.nowMs());
        return [putList(this.#list)];
      },
    });
    if (row) await this.#outbox.sendNow([row]);
  }
}

function putList(list: RepairList): StoreChange {
  return putBytes(SETTINGS.repairs, encodeRepairList(list));
}

async function readList(store: MessageStore): Promise<RepairList> {
  const bytes = await store.setting(SETTINGS.repairs);
  return bytes === undefined ? [] : decodeRepairList(bytes);
}
