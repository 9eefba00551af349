/** What stands below a name in the list: what matters most of the conversation now, in one line. */
import type { ConversationView, MessageView } from '@sotto/client';
import { Icon } from '../../components/icon.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import type { Translator } from '../../i18n/translator.ts';
import type { ContactEntry } from '../../state/conversations/contact-list.ts';
import { plainLine } from '../markdown/plain-line.ts';
import { DeliveryIcon } from '../message/delivery-icon.tsx';
import { exactDuration } from '../text/duration.ts';
import { cutText } from '../text/shown-text.ts';

const MAX_PREVIEW = 120;

export interface ConversationPreviewProps {
  readonly entry: ContactEntry;
  /** It is open beside the list: what is begun there need not be told here. */
  readonly isOpen: boolean;
}

export function ConversationPreview({ entry: { contact, conversation }, isOpen }: ConversationPreviewProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const { last, draft, isTyping } = conversation;
  if (contact.verification === 'changed') {
    return (
      <span className="conversation-row-warning">
        <Icon name="alert" size={14} /> {t('chat.list.changed')}
      </span>
    );
  }
  if (isTyping) return <span className="conversation-row-typing">{t('typing.now')}</span>;
  if (draft !== undefined && !isOpen) {
    return (
      <>
        <span className="conversation-row-draft">{t('list.draft')}</span>
        <bdi>{cutText(plainLine(draft.text), MAX_PREVIEW)}</bdi>
      </>
    );
  }
  if (last === undefined) return t('chat.list.no-messages');
  const text = lineOf(last, conversation, i18n);
  const isOwnText = last.direction === 'out' && !last.isDeleted;
  return (
    <>
      {isOwnText ? (
        <span className="conversation-row-state" role="img" aria-label={t(`delivery.${last.state}`)}>
          <DeliveryIcon state={last.state} size={15} />
        </span>
      ) : null}
      <bdi>{isOwnText && last.timerSeconds === undefined ? t('chat.list.you', { text }) : text}</bdi>
    </>
  );
}

/** A message in one line of its conversation's. */
function lineOf(message: MessageView, { name }: ConversationView, i18n: Translator): string {
  const { t } = i18n;
  const { direction, isDeleted, timerSeconds } = message;
  const isOurs = direction === 'out';
  if (isDeleted) return t(isOurs ? 'message.deleted.ours' : 'message.deleted.theirs');
  if (timerSeconds === undefined) return cutText(plainLine(message.text), MAX_PREVIEW);
  if (timerSeconds === 0) return isOurs ? t('timer.line.ours.off') : t('timer.line.theirs.off', { name });
  const time = exactDuration(i18n, timerSeconds);
  return isOurs ? t('timer.line.ours', { time }) : t('timer.line.theirs', { name, time });
}
