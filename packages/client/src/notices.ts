/**
 * What happened to a conversation beside its messages, stored in its place among them and told to whoever listens
 * (specs/08 §10).
 */
import type { Clock, MessageStore, NoticeRecord, Random, StoreChange } from '@sotto/ports';
import { type AccountId, asMessageId, type DeviceId, equalBytes, formatAccountId, formatHex } from '@sotto/wire';
import type { EventHub } from './event-hub.ts';
import type { HybridClock } from './hybrid-clock.ts';
import type { Ledger } from './ledger.ts';
import type { Lifetime } from './lifetime.ts';
import type { OwnAccount } from './own-account.ts';
import type { NoticeView, StoredNoticeKind } from './sotto-client.ts';

const NOTICE_ID_BYTES = 16;
const KIND_VERSION = 1;
/** Of one conversation; the oldest go first. */
const MAX_NOTICES = 200;
/** What goes on is told once in this time. */
const REPEAT_MS = 86_400_000;
/** Kinds that whatever causes them may cause again and again. */
const LASTING: ReadonlySet<string> = new Set<StoredNoticeKind>([
  'clone-suspected',
  'log-conflict',
  'second-reader',
  'chain-broken',
]);

export interface NewNotice {
  readonly kind: StoredNoticeKind;
  /** Absent: it is about the whole account. */
  readonly deviceId?: DeviceId;
}

/** Changes to commit, and what to do once they are. */
export interface NoticeStep {
  readonly changes: readonly StoreChange[];
  announce(): void;
}

interface NoticesParts {
  readonly store: MessageStore;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly random: Random;
  readonly hybridClock: HybridClock;
  readonly events: EventHub;
  readonly lifetime: Lifetime;
  readonly own: OwnAccount;
}

export class Notices {
  readonly #parts: NoticesParts;

  constructor(parts: NoticesParts) {
    this.#parts = parts;
  }

  /** What to store so that these notices stand in the conversation of an account; nothing for what was told lately. */
  async prepare(conversation: AccountId, notices: readonly NewNotice[]): Promise<NoticeStep> {
    if (notices.length === 0) return { changes: [], announce: () => {} };
    const { store, clock, events } = this.#parts;
    const nowMs = clock.nowMs();
    const before = await store.notices(conversation, MAX_NOTICES);
    const fresh = notices
      .filter((notice) => !wasTold(before, notice, nowMs))
      .map((notice) => this.#record(conversation, notice, nowMs));
    if (fresh.length === 0) return { changes: [], announce: () => {} };
    const surplus = before.slice(MAX_NOTICES - fresh.length);
    return {
      changes: [
        ...fresh.map((record): StoreChange => ({ kind: 'put-notice', record })),
        ...surplus.map(({ noticeId }): StoreChange => ({ kind: 'delete-notice', conversation, noticeId })),
      ],
      announce: () => {
        for (const record of fresh) events.emit('notice', this.view(record));
      },
    };
  }

  /** Stores and tells a notice that belongs to no other commit. */
  raise(conversation: AccountId, notice: NewNotice): void {
    const { lifetime, ledger } = this.#parts;
    lifetime.run(async () => {
      const { changes, announce } = await this.prepare(conversation, [notice]);
      if (changes.length > 0) await ledger.commit(changes);
      announce();
    });
  }

  /** The newest of a conversation, oldest first. */
  async list(conversation: AccountId, limit: number): Promise<readonly NoticeView[]> {
    const found = await this.#parts.store.notices(conversation, limit);
    return found.map((record) => this.view(record)).reverse();
  }

  view({ conversation, noticeId, kind, deviceId, clock, noticedAtMs }: NoticeRecord): NoticeView {
    return {
      id: formatHex(noticeId),
      contact: equalBytes(conversation, this.#parts.own.id) ? '' : formatAccountId(conversation),
      kind,
      ...(deviceId === undefined ? {} : { device: formatHex(deviceId) }),
      order: clock,
      atMs: noticedAtMs,
    };
  }

  #record(conversation: AccountId, { kind, deviceId }: NewNotice, noticedAtMs: number): NoticeRecord {
    const { random, hybridClock } = this.#parts;
    return {
      conversation,
      noticeId: asMessageId(random.bytes(NOTICE_ID_BYTES)),
      kind,
      kindVersion: KIND_VERSION,
      ...(deviceId === undefined ? {} : { deviceId }),
      clock: hybridClock.tick(),
      noticedAtMs,
    };
  }
}

function wasTold(before: readonly NoticeRecord[], { kind, deviceId }: NewNotice, nowMs: number): boolean {
  if (!LASTING.has(kind)) return false;
  return before.some(
    (told) =>
      told.kind === kind &&
      Math.abs(nowMs - told.noticedAtMs) < REPEAT_MS &&
      (deviceId === undefined ? told.deviceId === undefined : told.deviceId && equalBytes(told.deviceId, deviceId)),
  );
}
