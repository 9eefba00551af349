/** One place of the conversation: what stands before the message, and the message. */
import type { MessageView } from '@sotto/client';
import { type MouseEvent, useMemo, useState } from 'react';
import { useI18n } from '../../i18n/i18n.tsx';
import type { Translator } from '../../i18n/translator.ts';
import type { MessageRow } from '../../state/conversations/conversation-rows.ts';
import { plainLine } from '../markdown/plain-line.ts';
import { MessageBar } from '../message/message-bar.tsx';
import { MessageBubble } from '../message/message-bubble.tsx';
import { useMessageCommands } from '../message/message-commands.ts';
import { NoticeLine } from '../message/notice-line.tsx';
import { Reactions } from '../message/reactions.tsx';
import { TimerLine, timerLineText } from '../message/timer-line.tsx';
import { dayName } from '../text/day.ts';
import { cutText } from '../text/shown-text.ts';
import './message-item.css';
import { useLongPress } from './use-long-press.ts';

/** As much of a message is read out as its name; the rest is in it. */
const MAX_NAME = 200;

export interface MessageItemProps {
  readonly row: MessageRow;
  readonly name: string;
  /** The first message of all. */
  readonly isBeginning: boolean;
  readonly isActive: boolean;
  /** Somebody has just come to it from elsewhere. */
  readonly isFlashed: boolean;
}

export function MessageItem({ row, name, isBeginning, isActive, isFlashed }: MessageItemProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const { message, notices } = row;
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
      <Message row={row} name={name} isActive={isActive} isFlashed={isFlashed} />
    </>
  );
}

function Message({ row, name, isActive, isFlashed }: Omit<MessageItemProps, 'isBeginning'>) {
  const i18n = useI18n();
  const { ask } = useMessageCommands();
  const { message } = row;
  const [isPointedAt, setPointedAt] = useState(false);
  const longPress = useLongPress((anchor) => ask({ kind: 'menu', message, anchor }));
  const isTimer = message.timerSeconds !== undefined;
  const spoken = useMemo(() => spokenMessage(message, name, i18n), [message, name, i18n]);
  return (
    <article
      className="message"
      data-message={message.id}
      data-direction={message.direction}
      data-starts={row.startsGroup}
      data-flash={isFlashed}
      tabIndex={isActive ? 0 : -1}
      aria-label={spoken}
      onPointerEnter={({ pointerType }) => setPointedAt(pointerType !== 'touch')}
      onPointerLeave={() => setPointedAt(false)}
      onContextMenu={(event) => {
        if (!isAboutMessage(event)) return;
        event.preventDefault();
        ask({ kind: 'menu', message, anchor: { x: event.clientX, y: event.clientY } });
      }}
      {...longPress}
    >
      <div className="message-line">
        {isTimer ? (
          <TimerLine message={message} name={name} />
        ) : (
          <MessageBubble
            message={message}
            name={name}
            startsGroup={row.startsGroup}
            endsGroup={row.endsGroup}
            isActive={isActive}
          />
        )}
        {isPointedAt || isActive ? <MessageBar message={message} isReachable={isActive} /> : null}
      </div>
      <Reactions message={message} name={name} isReachable={isActive} />
    </article>
  );
}

/** What somebody has selected has a menu of the browser. */
function isAboutMessage({ target, currentTarget }: MouseEvent<HTMLElement>): boolean {
  return target instanceof Node && currentTarget.contains(target) && getSelection()?.isCollapsed !== false;
}

/** What a message is called for those who hear it. */
export function spokenMessage(message: MessageView, name: string, i18n: Translator): string {
  const { t, time } = i18n;
  const { direction, isDeleted, timerSeconds, sentAtMs } = message;
  if (timerSeconds !== undefined) return `${timerLineText(message, name, i18n)} ${time(sentAtMs)}`;
  const deleted = t(direction === 'out' ? 'message.deleted.ours' : 'message.deleted.theirs');
  const facts = { time: time(sentAtMs), text: isDeleted ? deleted : cutText(plainLine(message.text), MAX_NAME) };
  return direction === 'out' ? t('chat.message.by-you', facts) : t('chat.message.by-them', { ...facts, name });
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
