/** What open envelopes add up to: who holds how many, and why the others wait (specs/08 §14). Pure. */
import { LIMITS } from '@sotto/wire';
import type { WaitView } from '../conversation-views.ts';
import type { OpenEnvelope } from './open-envelopes.ts';
import type { CustodyStanding, WaitingStatus } from './status-report.ts';

const MINUTE_MS = 60_000;

export interface OutboxStanding {
  /** By the address of the mailbox. */
  readonly custody: ReadonlyMap<string, CustodyStanding>;
  readonly waiting: readonly WaitingStatus[];
  /** Envelopes that some mailbox holds, and fewer than CUSTODY_QUORUM of them. */
  readonly belowQuorum: number;
}

export function outboxStanding(
  envelopes: readonly OpenEnvelope[],
  unsealed: readonly WaitView['reason'][],
  nowMs: number,
): OutboxStanding {
  const custody = new Map<string, { held: number; lastReceiptAtMs: number }>();
  const waiting = new Map<string, WaitingStatus>();
  let belowQuorum = 0;
  for (const envelope of envelopes) {
    const held = [...envelope.custody].filter(([, { expiresAtMs }]) => expiresAtMs > nowMs);
    for (const [mailbox, { receivedAtMs }] of held) {
      const { held: before = 0, lastReceiptAtMs = 0 } = custody.get(mailbox) ?? {};
      custody.set(mailbox, { held: before + 1, lastReceiptAtMs: Math.max(lastReceiptAtMs, receivedAtMs) });
    }
    if (envelope.status !== 'pending') continue;
    if (held.length > 0 && held.length < Math.min(LIMITS.CUSTODY_QUORUM, envelope.of)) belowQuorum += 1;
    const reason = envelope.attempts === 0 ? 'not-tried' : 'not-in-custody';
    note(waiting, { reason, failure: envelope.failure, oldestAtMs: envelope.createdAtMs });
  }
  for (const reason of unsealed) note(waiting, { reason });
  return { custody, waiting: [...waiting.values()].sort((a, b) => b.count - a.count), belowQuorum };
}

/** Whether something has waited for so long that a person should look. */
export function hasWaitedFor(minutes: number, waiting: readonly WaitingStatus[], nowMs: number): boolean {
  return waiting.some(({ oldestAtMs }) => oldestAtMs !== undefined && nowMs - oldestAtMs >= minutes * MINUTE_MS);
}

function note(
  waiting: Map<string, WaitingStatus>,
  { reason, failure, oldestAtMs }: { reason: WaitView['reason']; failure?: string | undefined; oldestAtMs?: number },
): void {
  const key = `${reason} ${failure ?? ''}`;
  const before = waiting.get(key);
  const oldest = Math.min(oldestAtMs ?? Number.POSITIVE_INFINITY, before?.oldestAtMs ?? Number.POSITIVE_INFINITY);
  waiting.set(key, {
    reason,
    ...(failure === undefined ? {} : { failure }),
    count: (before?.count ?? 0) + 1,
    ...(Number.isFinite(oldest) ? { oldestAtMs: oldest } : {}),
  });
}
