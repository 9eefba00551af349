import { Avatar } from '../../components/avatar.tsx';
import { Icon } from '../../components/icon.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import type { ContactEntry } from '../../state/conversations/contact-list.ts';
import { DeliveryIcon } from '../message/delivery-icon.tsx';
import { shortTime } from '../text/day.ts';
import { cutText, shownLine } from '../text/shown-text.ts';

const MAX_PREVIEW = 120;
const MAX_SHOWN_UNREAD = 999;

export function ConversationRow({ entry: { contact, newest } }: { readonly entry: ContactEntry }) {
  const i18n = useI18n();
  const { t, number } = i18n;
  const preview = newest && cutText(shownLine(newest.text), MAX_PREVIEW);
  return (
    <div className="conversation-row">
      <span className="conversation-row-face">
        <Avatar name={contact.name} id={contact.id} size={46} />
        {contact.online ? (
          <span className="conversation-row-online" role="img" aria-label={t('chat.list.online')} />
        ) : null}
      </span>
      <span className="conversation-row-name">
        <bdi>{contact.name}</bdi>
        {contact.verification === 'verified' ? (
          <span className="conversation-row-verified" role="img" aria-label={t('chat.status.verified')}>
            <Icon name="shield" size={15} />
          </span>
        ) : null}
      </span>
      <span className="conversation-row-time">
        {newest === undefined ? null : shortTime(i18n, newest.sentAtMs, Date.now())}
      </span>
      <span className="conversation-row-text" data-unread={contact.unread > 0}>
        {contact.verification === 'changed' ? (
          <span className="conversation-row-warning">
            <Icon name="alert" size={14} /> {t('chat.list.changed')}
          </span>
        ) : preview === undefined ? (
          t('chat.list.no-messages')
        ) : (
          <>
            {newest?.direction === 'out' ? (
              <span className="conversation-row-state" role="img" aria-label={t(`delivery.${newest.state}`)}>
                <DeliveryIcon state={newest.state} size={15} />
              </span>
            ) : null}
            <bdi>{newest?.direction === 'out' ? t('chat.list.you', { text: preview }) : preview}</bdi>
          </>
        )}
      </span>
      {contact.unread > 0 ? (
        <span className="conversation-row-unread">
          <span aria-hidden="true">
            {number(Math.min(contact.unread, MAX_SHOWN_UNREAD))}
            {contact.unread > MAX_SHOWN_UNREAD ? '+' : ''}
          </span>
          <span className="visually-hidden">{t('chat.list.unread', { count: contact.unread })}</span>
        </span>
      ) : null}
    </div>
  );
}
