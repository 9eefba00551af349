/** The JSON values of the scripting contract, one function per noun. Times are milliseconds since 1970. */
import type { AccountView, ContactView, MessageView, NoticeView, StatusReport } from '@sotto/client';
import { waitCode } from './delivery-mark.ts';
import type { TimelineEntry } from './timeline.ts';

export function accountJson(account: AccountView) {
  return { account: account.id, device: account.device, name: account.name, mailboxes: account.mailboxes };
}

export function contactJson(contact: ContactView) {
  const { id, ...rest } = contact;
  return { contact: id, ...rest };
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
