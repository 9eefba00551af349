/** Everybody the account knows: requests first, then contacts by name, then who is blocked. */
import type { ContactView } from '@sotto/client';
import { ListBox, ListBoxItem } from 'react-aria-components';
import { Avatar } from '../components/avatar.tsx';
import { Button } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { ListRow } from '../components/list-row.tsx';
import { useGrowingRows } from '../components/use-growing-rows.ts';
import { useI18n } from '../i18n/i18n.tsx';
import type { PaneProps } from '../shell/pane-props.ts';
import { goTo } from '../shell/place.ts';
import { useContacts } from '../state/conversations/contacts-context.tsx';
import { ADD, YOU } from './contact-items.ts';
import './contacts.css';

export function ContactsList({ item }: PaneProps) {
  const { t } = useI18n();
  const { entries, isReady } = useContacts();
  const all = entries.map(({ contact }) => contact).sort((a, b) => a.name.localeCompare(b.name));
  const of = (status: ContactView['status']) => all.filter((contact) => contact.status === status);
  return (
    <div className="contacts">
      <header className="contacts-head">
        <h1 className="voice">{t('contacts.title')}</h1>
      </header>
      <div className="contacts-actions">
        <Button kind="primary" onPress={() => goTo({ name: 'contacts', item: ADD })}>
          {t('contacts.add')}
        </Button>
        <Button onPress={() => goTo({ name: 'contacts', item: YOU })}>{t('contacts.share')}</Button>
      </div>
      <Section title={t('contacts.requests')} text={t('contacts.requests.text')} contacts={of('request')} item={item} />
      <Section title={t('contacts.list')} contacts={of('contact')} item={item} />
      <Section title={t('contacts.blocked')} contacts={of('blocked')} item={item} />
      {isReady && all.length === 0 ? (
        <EmptyState title={t('contacts.empty.title')}>{t('contacts.empty.text')}</EmptyState>
      ) : null}
    </div>
  );
}

function Section({
  title,
  text,
  contacts,
  item,
}: {
  readonly title: string;
  readonly text?: string;
  readonly contacts: readonly ContactView[];
  readonly item: string | undefined;
}) {
  const { rows, hasMore, end } = useGrowingRows(contacts);
  if (contacts.length === 0) return null;
  return (
    <section className="contacts-section">
      <h2>{title}</h2>
      {text === undefined ? null : <p className="soft small">{text}</p>}
      <ListBox
        aria-label={title}
        items={rows}
        dependencies={[item]}
        selectionMode="single"
        selectedKeys={item === undefined ? [] : [item]}
        onAction={(key) => open(contacts.find(({ id }) => id === key))}
      >
        {(contact) => (
          <ListBoxItem className="contacts-row" textValue={contact.name} data-current={contact.id === item}>
            <Row contact={contact} />
          </ListBoxItem>
        )}
      </ListBox>
      {hasMore ? <div ref={end} /> : null}
    </section>
  );
}

/** A request is decided where its messages are. */
function open(contact: ContactView | undefined): void {
  if (contact === undefined) return;
  goTo({ name: contact.status === 'request' ? 'chats' : 'contacts', item: contact.id });
}

function Row({ contact }: { readonly contact: ContactView }) {
  const { t } = useI18n();
  return (
    <ListRow
      before={<Avatar name={contact.name} id={contact.id} size={40} />}
      title={<bdi>{contact.name}</bdi>}
      text={
        contact.status === 'contact'
          ? t(`contact.${contact.reachableKeys ? contact.verification : 'no-keys'}`)
          : t(`chat.status.${contact.status}`)
      }
    />
  );
}
