import type { ContactView } from '@sotto/client';
import { Button } from 'react-aria-components';
import { Avatar } from '../../components/avatar.tsx';
import { Icon } from '../../components/icon.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import { goTo } from '../../shell/place.ts';
import { useContacts } from '../../state/conversations/contacts-context.tsx';
import { TimerButton } from '../timer/timer-button.tsx';
import { ConversationHeadMenu } from './conversation-head-menu.tsx';

export function ConversationHead({ contact }: { readonly contact: ContactView }) {
  const { t } = useI18n();
  const conversation = useContacts().entry(contact.id)?.conversation;
  const isOpen = contact.status === 'contact' && contact.verification !== 'changed';
  return (
    <header className="conversation-head">
      <span className="conversation-back">
        <IconButton icon="back" label={t('action.back')} onPress={() => goTo({ name: 'chats' })} />
      </span>
      <Button className="conversation-who" onPress={() => goTo({ name: 'contacts', item: contact.id })}>
        <Avatar name={contact.name} id={contact.id} size={40} />
        <span className="conversation-names">
          <bdi className="conversation-name">{contact.name}</bdi>
          {conversation?.isTyping === true ? <Typing /> : <Status contact={contact} />}
          <span className="visually-hidden">{t('chat.details', { name: contact.name })}</span>
        </span>
      </Button>
      {isOpen && conversation !== undefined && conversation.timerSeconds > 0 ? (
        <TimerButton contact={contact} seconds={conversation.timerSeconds} />
      ) : null}
      <ConversationHeadMenu contact={contact.id} />
    </header>
  );
}

function Typing() {
  const { t } = useI18n();
  return (
    <span className="conversation-status conversation-typing" role="status">
      {t('typing.now')}
      <span className="conversation-typing-dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
    </span>
  );
}

function Status({ contact }: { readonly contact: ContactView }) {
  const { t } = useI18n();
  if (contact.status !== 'contact') {
    return <span className="conversation-status">{t(`chat.status.${contact.status}`)}</span>;
  }
  if (contact.verification === 'changed') {
    return (
      <span className="conversation-status" data-tone="warn">
        <Icon name="alert" size={14} />
        {t('chat.list.changed')}
      </span>
    );
  }
  const isVerified = contact.verification === 'verified';
  const way = contact.online ? 'online' : contact.reachableKeys ? 'offline' : 'no-keys';
  return (
    <span className="conversation-status" {...(isVerified ? { 'data-tone': 'good' } : {})}>
      {isVerified ? <Icon name="shield" size={14} /> : null}
      <span className="conversation-verification">
        {t(isVerified ? 'chat.status.verified' : 'chat.status.unverified')} ·{' '}
      </span>
      <span>{t(`chat.status.${way}`)}</span>
    </span>
  );
}
