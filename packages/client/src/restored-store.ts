/**
 * Makes a store that was copied or restored safe to send from (specs/03 §5; attack B8).
 *
 * What was sealed, published and numbered after the copy was made is not known here. So no session of the copy seals any
 * more, and every number that others compare is moved beyond what the lost future can have used. A mark in the store
 * stays until all of it is done: a crash in between starts it again.
 */
import type { MessageStore, StoreChange } from '@sotto/ports';
import { LIMITS } from '@sotto/wire';
import type { ClientContext } from './context.ts';
import { STALE_SESSION } from './device-link.ts';
import type { OwnAddress } from './own-address.ts';
import { putNumber, readNumber, SETTINGS } from './settings.ts';

const ROWS_AT_ONCE = 500;

/** Call before anything is sealed. `isRestored`: as the platform found out, or as an interrupted run left it. */
export async function secureRestoredStore(
  context: ClientContext,
  address: OwnAddress,
  isRestored: boolean,
): Promise<void> {
  const { store, ledger, prekeys, topics, clock } = context;
  if (isRestored) await ledger.commit([putNumber(SETTINGS.restoring, 1)]);
  else if ((await readNumber(store, SETTINGS.restoring)) === 0) return;
  for (const { accountId } of await store.contacts()) {
    const changes = await staleSessions(store, accountId);
    if (changes.length > 0) await ledger.commit(changes);
  }
  await sendAgain(context);
  await address.supersede(clock.nowMs());
  if (topics.intro) await prekeys.supersede(topics.intro, clock.nowMs());
  await ledger.commit([{ kind: 'delete-setting', name: SETTINGS.restoring }]);
}

/** What was in custody then may have been fetched since: the same bytes go out once more, and its receiver says so. */
async function sendAgain({ store, ledger, clock }: ClientContext): Promise<void> {
  const rows = await store.outbox({ statuses: ['custody'], limit: LIMITS.MAX_OUTBOX_ENVELOPES });
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    const batch = rows.slice(start, start + ROWS_AT_ONCE);
    await ledger.commit(
      batch.flatMap((row): StoreChange[] => [
        // Deleting a row deletes its receipts.
        { kind: 'delete-outbox', envelopeId: row.envelopeId },
        { kind: 'put-outbox', record: { ...row, status: 'pending', nextAttemptAtMs: clock.nowMs() } },
      ]),
    );
  }
}

async function staleSessions(
  store: MessageStore,
  accountId: Parameters<MessageStore['peerDevices']>[0],
): Promise<StoreChange[]> {
  const changes: StoreChange[] = [];
  for (const { deviceId } of await store.peerDevices(accountId)) {
    for (const record of await store.sessions(accountId, deviceId)) {
      if (record.createdAtMs === STALE_SESSION) continue;
      changes.push({ kind: 'put-session', record: { ...record, createdAtMs: STALE_SESSION } });
    }
  }
  return changes;
}
