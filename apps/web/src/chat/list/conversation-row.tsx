/** One conversation in the list. */
import type { ConversationView } from '@sotto/client';
import { Avatar } from '../../components/avatar.tsx';
import { Icon, type IconName } from '../../components/icon.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import type { Translator } from '../../i18n/translator.ts';
import type { ContactEntry } from '../../state/conversations/contact-list.ts';
import { isUnread } from '../../state/conversations/conversation-shelf.ts';
import { isEndless } from '../menu/mute-time.ts';
import { shortTime } from '../text/day.ts';
import { ConversationPreview } from './conversation-preview.tsx';

const MAX_SHOWN_UNREAD = 999;

export interface ConversationRowProps {
  readonly entry: ContactEntry;
  readonly isOpen: boolean;
}

export function ConversationRow({ entry, isOpen }: ConversationRowProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const { contact, conversation } = entry;
  const { last, draft } = conversation;
  const atMs = Math.max(last?.sentAtMs ?? 0, isOpen ? 0 : (draft?.changedAtMs ?? 0));
  return (
    <div className="conversation-row" data-conversation={contact.id}>
      <span className="conversation-row-face">
        <Avatar name={contact.name} id={contact.id} size={46} />
        {contact.online ? (
          <span className="conversation-row-online" role="img" aria-label={t('chat.list.online')} />
        ) : null}
      </span>
      <span className="conversation-row-name">
        <bdi>{contact.name}</bdi>
        {contact.verification === 'verified' ? (
          <Sign icon="shield" label={t('chat.status.verified')} tone="accent" />
        ) : null}
        {conversation.isMuted ? <Sign icon="mute" label={muteText(i18n, conversation)} /> : null}
      </span>
      <span className="conversation-row-time">{atMs === 0 ? null : shortTime(i18n, atMs, Date.now())}</span>
      <span className="conversation-row-text" data-unread={isUnread(conversation)}>
        <ConversationPreview entry={entry} isOpen={isOpen} />
      </span>
      <Signs entry={entry} />
    </div>
  );
}

/** What asks for the person: what is missing, what is unread. */
function Signs({ entry: { conversation } }: Pick<ConversationRowProps, 'entry'>) {
  const { t, number } = useI18n();
  const { unread, isMarkedUnread, missing, isPinned, isMuted } = conversation;
  return (
    <span className="conversation-row-signs">
      {missing > 0 ? <Sign icon="gap" label={t('list.missing', { count: missing })} tone="warn" /> : null}
      {isPinned ? <Sign icon="pin" label={t('list.pinned')} /> : null}
      {unread > 0 ? (
        <span className="conversation-row-unread" data-quiet={isMuted}>
          <span aria-hidden="true">
            {number(Math.min(unread, MAX_SHOWN_UNREAD))}
            {unread > MAX_SHOWN_UNREAD ? '+' : ''}
          </span>
          <span className="visually-hidden">{t('chat.list.unread', { count: unread })}</span>
        </span>
      ) : isMarkedUnread ? (
        <span className="conversation-row-marked" data-quiet={isMuted} role="img" aria-label={t('list.marked')} />
      ) : null}
    </span>
  );
}

/** Until when, if there is an end. */
function muteText({ t, dateTime }: Translator, { mutedUntilMs }: ConversationView): string {
  if (mutedUntilMs === undefined || isEndless(mutedUntilMs)) return t('list.muted');
  return t('mute.until', { time: dateTime(mutedUntilMs) });
}

interface SignProps {
  readonly icon: IconName;
  readonly label: string;
  readonly tone?: 'accent' | 'warn';
}

function Sign({ icon, label, tone }: SignProps) {
  return (
    <span className="conversation-row-sign" role="img" aria-label={label} data-tone={tone} title={label}>
      <Icon name={icon} size={15} />
    </span>
  );
}
