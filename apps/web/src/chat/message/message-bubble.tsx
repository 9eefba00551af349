import type { MessageView } from '@sotto/client';
import { memo } from 'react';
import { useI18n } from '../../i18n/i18n.tsx';
import { MessageText } from '../markdown/message-text.tsx';
import { Delivery } from './delivery.tsx';
import './message-bubble.css';

export interface MessageBubbleProps {
  readonly message: MessageView;
  /** What the other person is called. */
  readonly name: string;
  readonly startsGroup: boolean;
  readonly endsGroup: boolean;
  /** Its buttons can be reached with the Tab key. */
  readonly isActive: boolean;
}

const KNOWN_TYPES: ReadonlySet<string> = new Set(['sotto/text']);

export const MessageBubble = memo(function MessageBubble(props: MessageBubbleProps) {
  const { message, name, startsGroup, endsGroup, isActive } = props;
  const { t, time } = useI18n();
  return (
    <div
      className={`bubble bubble-${message.direction}`}
      data-starts={startsGroup}
      data-ends={endsGroup}
      data-failed={message.state === 'failed' || message.state === 'expired'}
    >
      <MessageText text={message.text} />
      {KNOWN_TYPES.has(message.type) ? null : <p className="bubble-note">{t('chat.message.unknown-type')}</p>}
      <div className="bubble-meta">
        <time dateTime={new Date(message.sentAtMs).toISOString()}>{time(message.sentAtMs)}</time>
        {message.direction === 'out' ? <Delivery message={message} name={name} isReachable={isActive} /> : null}
      </div>
    </div>
  );
});
