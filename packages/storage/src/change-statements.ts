/** What each change of a commit is in SQL. Everything is sealed here, before any transaction begins. */
import type { StoreChange } from '@sotto/ports';
import { encodeUint64, LIMITS, LimitError } from '@sotto/wire';
import type { SqlStatement } from './sql-driver.ts';
import type { Tables } from './tables.ts';

type Change<Kind extends StoreChange['kind']> = Extract<StoreChange, { kind: Kind }>;
type Translate<Kind extends StoreChange['kind']> = (tables: Tables, change: Change<Kind>) => SqlStatement;

function putSetting({ setting }: Tables, { record }: Change<'put-setting'>): SqlStatement {
  if (record.value.length > LIMITS.MAX_SETTING_BYTES) {
    throw new LimitError('too-large', 'setting too large', { facts: { maxBytes: LIMITS.MAX_SETTING_BYTES } });
  }
  return setting.put(record);
}

function setMessageState({ message }: Tables, change: Change<'set-message-state'>): SqlStatement {
  const { conversation, messageId, state, failure } = change;
  return message.setState(conversation, messageId, failure === undefined ? { state } : { state, failure });
}

/** A receipt that comes after its outbox row is gone has nobody waiting for it. */
function putCustody({ custody, outbox }: Tables, { record }: Change<'put-custody'>): SqlStatement {
  const isAwaited = 'EXISTS (SELECT 1 FROM outbox WHERE outbox.key = ?)';
  return custody.putIf(record, isAwaited, outbox.tag('key', record.envelopeId));
}

/** What is remembered of a session that was dropped in the same commit is not needed. */
function putSessionTrace({ session, sessionTrace }: Tables, { record }: Change<'put-session-trace'>): SqlStatement {
  const isKept = 'EXISTS (SELECT 1 FROM session WHERE session.key = ?)';
  return sessionTrace.putIf(record, isKept, session.tag('key', record.sessionId));
}

function putReplay({ replayTag }: Tables, { key, expiresAtMs }: Change<'put-replay'>): SqlStatement {
  // Checks the number, as sealing does for records.
  encodeUint64(expiresAtMs);
  const sql = `INSERT INTO replay (key, expires_at_ms) VALUES (?, ?)
    ON CONFLICT (key) DO UPDATE SET expires_at_ms = excluded.expires_at_ms`;
  return { sql, values: [replayTag(key), expiresAtMs] };
}

const TRANSLATE: { readonly [Kind in StoreChange['kind']]: Translate<Kind> } = {
  'put-setting': putSetting,
  'delete-setting': ({ setting }, { name }) => setting.delete(name),
  'put-prekey': ({ prekey }, { record }) => prekey.put(record),
  'delete-prekey': (tables, { prekey }) => tables.prekey.delete(prekey.kind, prekey.id),
  'put-contact': ({ contact }, { record }) => contact.put(record),
  'put-peer-device': ({ peerDevice }, { record }) => peerDevice.put(record),
  'put-session': ({ session }, { record }) => session.put(record),
  // Its trace goes with it: the schema says so.
  'delete-session': ({ session }, { id }) => session.delete(id),
  'put-session-trace': putSessionTrace,
  'put-topic': (tables, { record }) => tables.topic.put(record),
  'delete-topic': (tables, { topic }) => tables.topic.delete(topic),
  'put-message': ({ message }, { record }) => message.put(record),
  'set-message-state': setMessageState,
  'put-conversation': ({ conversation }, { record }) => conversation.put(record),
  'put-notice': ({ notice }, { record }) => notice.put(record),
  'delete-notice': ({ notice }, { conversation, noticeId }) => notice.delete(conversation, noticeId),
  'put-outbox': ({ outbox }, { record }) => outbox.put(record),
  // Its custody goes with it: the schema says so.
  'delete-outbox': ({ outbox }, { envelopeId }) => outbox.delete(envelopeId),
  'put-unsealed': ({ unsealed }, { record }) => unsealed.put(record),
  'delete-unsealed': ({ unsealed }, { conversation, messageId }) => unsealed.delete(conversation, messageId),
  'put-custody': putCustody,
  'put-stream': ({ stream }, { record }) => stream.put(record),
  'put-seen-envelope': ({ seenEnvelope }, { record }) => seenEnvelope.put(record),
  'put-replay': putReplay,
  'put-acknowledgement': ({ acknowledgement }, { record }) => acknowledgement.put(record),
  'delete-acknowledgement': ({ acknowledgement }, { record: { envelopeId, topic, mailbox } }) =>
    acknowledgement.delete(envelopeId, topic, mailbox),
  'put-pending-receipt': ({ pendingReceipt }, { record }) => pendingReceipt.put(record),
  'delete-pending-receipt': ({ pendingReceipt }, { record: { accountId, deviceId, messageId, kind } }) =>
    pendingReceipt.delete(accountId, deviceId, messageId, kind),
};

/**
 * @throws {LimitError} `too-many`, `too-large`
 * @throws {UsageError} `invalid-argument`
 */
export function statementsOf(tables: Tables, changes: readonly StoreChange[]): SqlStatement[] {
  if (changes.length > LIMITS.MAX_STORE_CHANGES) {
    throw new LimitError('too-many', 'too many changes', { facts: { max: LIMITS.MAX_STORE_CHANGES } });
  }
  return changes.map((change) => (TRANSLATE[change.kind] as Translate<typeof change.kind>)(tables, change));
}
