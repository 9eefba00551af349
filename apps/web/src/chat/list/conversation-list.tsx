/** All conversations, the last active first; people who only asked are apart. */
import { ListBox, ListBoxItem } from 'react-aria-components';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Icon } from '../../components/icon.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import type { PaneProps } from '../../shell/pane-props.ts';
import { goTo } from '../../shell/place.ts';
import { useContacts } from '../../state/conversations/contacts-context.tsx';
import './conversation-list.css';
import { ConversationRow } from './conversation-row.tsx';

export function ConversationList({ item }: PaneProps) {
  const { t } = useI18n();
  const contacts = useContacts();
  const { entries, isReady } = contacts;
  const conversations = entries.filter(({ contact }) => contact.status === 'contact');
  const requests = entries.filter(({ contact }) => contact.status === 'request');
  return (
    <div className="conversations">
      <header className="conversations-head">
        <h1 className="voice">{t('place.chats')}</h1>
        <IconButton icon="add" label={t('chat.list.new')} onPress={() => goTo({ name: 'contacts' })} />
      </header>
      {requests.length === 0 ? null : (
        <Button isWide onPress={() => goTo({ name: 'contacts' })}>
          <Icon name="contacts" />
          {t('chat.list.requests', { count: requests.length })}
        </Button>
      )}
      {isReady && conversations.length === 0 ? (
        <EmptyState
          title={t('chat.list.empty.title')}
          action={
            <Button kind="primary" onPress={() => goTo({ name: 'contacts' })}>
              {t('chat.list.empty.action')}
            </Button>
          }
        >
          {t('chat.list.empty.text')}
        </EmptyState>
      ) : (
        <ListBox
          aria-label={t('chat.list')}
          className="conversations-rows"
          items={conversations.map((entry) => ({ ...entry, id: entry.contact.id }))}
          selectionMode="single"
          selectedKeys={item === undefined ? [] : [item]}
          onAction={(key) => goTo({ name: 'chats', item: String(key) })}
        >
          {(entry) => (
            <ListBoxItem className="conversations-row" textValue={entry.contact.name} data-current={entry.id === item}>
              <ConversationRow entry={entry} />
            </ListBoxItem>
          )}
        </ListBox>
      )}
    </div>
  );
}
