/** Messages and notices of a conversation in one order: the client's. Pure. */
import type { MessageView, NoticeView } from '@sotto/client';

export type TimelineEntry =
  | { readonly kind: 'message'; readonly message: MessageView }
  | { readonly kind: 'notice'; readonly notice: NoticeView };

export interface TimelineInput {
  /** One page, oldest first. */
  readonly messages: readonly MessageView[];
  /** Oldest first; those of other pages are left out. */
  readonly notices: readonly NoticeView[];
  /** Whether the page begins with the first message of the conversation. */
  readonly isFirst: boolean;
  /** Whether it ends with the newest one. Default: true. */
  readonly isNewest?: boolean;
}

/** A notice stands before the first message that comes after it. */
export function timeline({ messages, notices, isFirst, isNewest = true }: TimelineInput): readonly TimelineEntry[] {
  const earliest = isFirst ? Number.NEGATIVE_INFINITY : (messages[0]?.order ?? Number.NEGATIVE_INFINITY);
  const latest = isNewest ? Number.POSITIVE_INFINITY : (messages.at(-1)?.order ?? Number.NEGATIVE_INFINITY);
  const left = notices.filter(({ order }) => order >= earliest && order <= latest);
  const entries: TimelineEntry[] = [];
  for (const message of messages) {
    while (left[0] !== undefined && left[0].order <= message.order) entries.push(...noticesOf(left.splice(0, 1)));
    entries.push({ kind: 'message', message });
  }
  return [...entries, ...noticesOf(left)];
}

function noticesOf(notices: readonly NoticeView[]): TimelineEntry[] {
  return notices.map((notice) => ({ kind: 'notice', notice }));
}
