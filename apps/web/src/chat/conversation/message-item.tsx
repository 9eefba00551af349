/** One place of the conversation: what stands before the message, and the message. */

import { useI18n } from '../../i18n/i18n.tsx';
import type { MessageRow } from '../../state/conversations/conversation-rows.ts';
import { MessageBubble } from '../message/message-bubble.tsx';
import { NoticeLine } from '../message/notice-line.tsx';
import { dayName } from '../text/day.ts';
import { cutText, shownLine } from '../text/shown-text.ts';
import './message-item.css';

/** As much of a message is read out as its name; the rest is in it. */
const MAX_NAME = 200;

export interface MessageItemProps {
  readonly row: MessageRow;
  readonly name: string;
  /** The first message of all. */
  readonly isBeginning: boolean;
  readonly isActive: boolean;
}

export function MessageItem({ row, name, isBeginning, isActive }: MessageItemProps) {
  const i18n = useI18n();
  const { t, time } = i18n;
  const { message, notices } = row;
  const facts = { time: time(message.sentAtMs), text: cutText(shownLine(message.text), MAX_NAME) };
  return (
    <>
      {isBeginning ? <Beginning name={name} /> : null}
      {row.startsDay ? (
        <p className="day">
          <span>{dayName(i18n, message.sentAtMs, Date.now())}</span>
        </p>
      ) : null}
      {notices.map((notice) => (
        <NoticeLine key={notice.id} notice={notice} name={name} />
      ))}
      {row.startsUnread ? (
        <p className="unread-mark">
          <span>{t('chat.unread-from-here')}</span>
        </p>
      ) : null}
      <article
        className="message"
        data-message={message.id}
        data-starts={row.startsGroup}
        tabIndex={isActive ? 0 : -1}
        aria-label={
          message.direction === 'out' ? t('chat.message.by-you', facts) : t('chat.message.by-them', { ...facts, name })
        }
      >
        <MessageBubble
          message={message}
          name={name}
          startsGroup={row.startsGroup}
          endsGroup={row.endsGroup}
          isActive={isActive}
        />
      </article>
    </>
  );
}

export function Beginning({ name }: { readonly name: string }) {
  const { t } = useI18n();
  return (
    <div className="beginning">
      <p className="voice">{t('chat.beginning', { name })}</p>
      <p className="soft small">{t('chat.beginning.text')}</p>
    </div>
  );
}
