/** What follows from a stored envelope, done later and without the lock of the contact. */
import type { ContactRecord, MessageRecord } from '@sotto/ports';
import type { DeviceId, MessageId, SessionId } from '@sotto/wire';
import type { SeenHead } from './own-address.ts';

export interface FollowUps {
  messageStored(contact: ContactRecord, message: MessageRecord): void;
  /** Effects came: these look different now. */
  messagesChanged(contact: ContactRecord, messageIds: readonly MessageId[]): void;
  /** The person at the other end is typing. */
  isTyping(contact: ContactRecord): void;
  /** A device of a contact told where it is: it may learn our address, and something may wait for its own. */
  deviceReachable(contact: ContactRecord, deviceId: DeviceId): void;
  /** A message is missing, or the last one that was has come. */
  gapSeen(contact: ContactRecord, kind: 'gap' | 'gap-closed'): void;
  /** The contact's log has grown, as its device says. */
  logOutdated(contact: ContactRecord): void;
  /** The contact has seen a longer log of our own account than this device. */
  ownHeadSeen(contact: ContactRecord, head: SeenHead): void;
  /** A device lost its sessions, and not everything that it lost could be sealed anew at once. */
  moreToReseal(contact: ContactRecord, deviceId: DeviceId, sessionId: SessionId): void;
}
