/** The JSON values of the scripting contract, one function per noun. Times are milliseconds since 1970. */
import type {
  AccountView,
  ContactView,
  ConversationView,
  MessageInfo,
  MessageView,
  NoticeView,
  StatusReport,
} from '@sotto/client';
import { waitCode } from './delivery-mark.ts';
import { ENDLESS_MS } from './mute-time.ts';
import type { TimelineEntry } from './timeline.ts';

export function accountJson(account: AccountView) {
  return { account: account.id, device: account.device, name: account.name, mailboxes: account.mailboxes };
}

export function contactJson(contact: ContactView) {
  const { id, ...rest } = contact;
  return { contact: id, ...rest };
}

/** `mutedUntil` stands there when the mute has an end. */
export function conversationJson(conversation: ConversationView) {
  const { contact, name, status, unread, missing, lastActivityMs, timerSeconds, mutedUntilMs } = conversation;
  return {
    contact,
    name,
    status,
    unread,
    markedUnread: conversation.isMarkedUnread,
    missing,
    pinned: conversation.isPinned,
    muted: conversation.isMuted,
    ...(mutedUntilMs === undefined || mutedUntilMs === ENDLESS_MS ? {} : { mutedUntil: mutedUntilMs }),
    archived: conversation.isArchived,
    disappearing: timerSeconds,
    lastActivity: lastActivityMs,
  };
}

/** What became of a message of ours. `reason` stands there when it is not in custody or further. */
export function sentJson(message: MessageView, reason?: string) {
  const { id, state, custody } = message;
  return { id, state, custody: { held: custody.held, of: custody.of }, ...(reason === undefined ? {} : { reason }) };
}

/**
 * Everything after `sentAt` stands there only where there is something to say; `reason` for a message that failed, and for
 * a queued one when it is known why it waits.
 */
export function messageJson(message: MessageView) {
  const { id, direction, text, state, sentAtMs, reply, edited, reactions, expiresAtMs } = message;
  const reason = message.failure ?? waitCode(message.waits);
  return {
    id,
    direction,
    text,
    state,
    sentAt: sentAtMs,
    ...(reason === undefined ? {} : { reason }),
    ...(reply === undefined ? {} : { replyTo: reply.id }),
    ...(edited === undefined ? {} : { edited: edited.earlier }),
    ...(message.isDeleted ? { deleted: true } : {}),
    ...(reactions.length === 0 ? {} : { reactions: reactions.map(reactionJson) }),
    ...(expiresAtMs === undefined ? {} : { expiresAt: expiresAtMs }),
  };
}

function reactionJson({ emoji, isOurs, isTheirs }: MessageView['reactions'][number]) {
  return { emoji, by: [...(isOurs ? ['out'] : []), ...(isTheirs ? ['in'] : [])] };
}

/** All that is known of one message. `devices` are those of the other side that one of ours went to. */
export function messageInfoJson({ message, storedAtMs, devices, from }: MessageInfo) {
  return {
    contact: message.contact,
    message: messageJson(message),
    storedAt: storedAtMs,
    ...(message.edited === undefined ? {} : { editedAt: message.edited.atMs }),
    devices: devices.map(({ device, status, failure, attempts, nextAttemptAtMs, custody }) => ({
      device,
      status,
      ...(failure === undefined ? {} : { failure }),
      attempts,
      ...(nextAttemptAtMs === undefined ? {} : { nextAttemptAt: nextAttemptAtMs }),
      custody: custody.map(({ mailbox, untilMs }) => ({ mailbox, until: untilMs })),
    })),
    ...(from === undefined ? {} : { from: { device: from.device, sequence: from.sequence } }),
  };
}

/** A notice has no direction, so that nobody takes it for a message. */
export function noticeJson({ id, kind, device, atMs }: NoticeView) {
  return { id, notice: kind, ...(device === undefined ? {} : { device }), at: atMs };
}

export function entryJson(entry: TimelineEntry) {
  return entry.kind === 'notice' ? noticeJson(entry.notice) : messageJson(entry.message);
}

/** `contact` is empty for what concerns the own account. */
export function statusJson(status: StatusReport, notices: readonly NoticeView[]) {
  const { outbox, ...rest } = status;
  return {
    ...rest,
    outbox: outbox.pending,
    inCustody: outbox.custody,
    notices: notices.map((notice) => ({ contact: notice.contact, ...noticeJson(notice) })),
  };
}
