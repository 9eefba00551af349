/** What `writer-process.ts` commits for a number: the advanced session, the message, its outbox row, the stream. */
import type { OutboxRecord, SessionRecord, StoreChange } from '@sotto/ports';
import { RecordFactory } from '@sotto/testkit';
import type { AccountId, DeviceId, SessionId } from '@sotto/wire';

interface Peer {
  readonly accountId: AccountId;
  readonly deviceId: DeviceId;
  readonly sessionId: SessionId;
}

/** Everything goes to one device of one contact. */
export function writtenPeer(): Peer {
  const make = new RecordFactory('the peer of the writer');
  return { accountId: make.accountId(), deviceId: make.deviceId(), sessionId: make.sessionId() };
}

export function writtenMessage(number: number) {
  const make = new RecordFactory(`written ${number}`);
  const { accountId, deviceId, sessionId } = writtenPeer();
  const message = make.message({ conversation: accountId, direction: 'out', state: 'queued', clock: number });
  const { messageId } = message;
  const outbox: OutboxRecord = make.outbox({ accountId, deviceId, messageId, sequence: number, sessionId });
  const session: SessionRecord = make.session({ accountId, deviceId, id: sessionId, lastOpenedAtMs: number });
  const stream = make.stream({ conversation: accountId, deviceId, sequence: number, missing: [] });
  return { session, message, outbox, stream };
}

export function writtenChanges(number: number): readonly StoreChange[] {
  const { session, message, outbox, stream } = writtenMessage(number);
  return [
    { kind: 'put-session', record: session },
    { kind: 'put-message', record: message },
    { kind: 'put-outbox', record: outbox },
    { kind: 'put-stream', record: stream },
  ];
}
