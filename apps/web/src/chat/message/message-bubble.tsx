import type { MessageView } from '@sotto/client';
import { memo } from 'react';
import { Button } from 'react-aria-components';
import { useI18n } from '../../i18n/i18n.tsx';
import { MessageText } from '../markdown/message-text.tsx';
import { Delivery } from './delivery.tsx';
import { EffectMark } from './effect-mark.tsx';
import { isFailed } from './message-actions.ts';
import './message-bubble.css';
import { useMessageCommands } from './message-commands.ts';
import { Quote } from './quote.tsx';
import { TimerSign } from './timer-sign.tsx';
import { useFoundWords } from './use-found-words.ts';

export interface MessageBubbleProps {
  readonly message: MessageView;
  /** What the other person is called. */
  readonly name: string;
  readonly startsGroup: boolean;
  readonly endsGroup: boolean;
  /** Its buttons can be reached with the Tab key. */
  readonly isActive: boolean;
}

const KNOWN_TYPES: ReadonlySet<string> = new Set(['sotto/text', 'sotto/edit']);

export const MessageBubble = memo(function MessageBubble(props: MessageBubbleProps) {
  const { message, name, startsGroup, endsGroup, isActive } = props;
  const { t, time } = useI18n();
  const { direction, isDeleted, reply, type } = message;
  const find = useFoundWords(message);
  return (
    <div
      className={`bubble bubble-${direction}`}
      data-starts={startsGroup}
      data-ends={endsGroup}
      data-failed={isFailed(message)}
      data-deleted={isDeleted}
    >
      {isDeleted ? (
        <p className="bubble-deleted">{t(direction === 'out' ? 'message.deleted.ours' : 'message.deleted.theirs')}</p>
      ) : (
        <>
          {reply === undefined ? null : <Quote reply={reply} name={name} isReachable={isActive} />}
          <MessageText text={message.text} find={find} />
          {KNOWN_TYPES.has(type) ? null : <p className="bubble-note">{t('chat.message.unknown-type')}</p>}
          {type === 'sotto/edit' ? <p className="bubble-note">{t('message.late-edit')}</p> : null}
        </>
      )}
      <div className="bubble-meta">
        <TimerSign message={message} />
        {message.edited === undefined ? null : <Edited message={message} isReachable={isActive} />}
        <time dateTime={new Date(message.sentAtMs).toISOString()}>{time(message.sentAtMs)}</time>
        {direction === 'out' && !isDeleted ? <Delivery message={message} isReachable={isActive} /> : null}
        <EffectMark message={message} isReachable={isActive} />
      </div>
    </div>
  );
});

function Edited({ message, isReachable }: { readonly message: MessageView; readonly isReachable: boolean }) {
  const { t } = useI18n();
  const { ask } = useMessageCommands();
  return (
    <Button
      className="bubble-edited"
      aria-label={t('message.edited.label')}
      excludeFromTabOrder={!isReachable}
      onPress={() => ask({ kind: 'versions', message })}
    >
      {t('message.edited')}
    </Button>
  );
}
