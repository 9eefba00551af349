/** What was found: contacts by their names, then messages by conversation, newest first. */
import { type ContactView, type SearchHitView, wordFinder } from '@sotto/client';
import { type ReactNode, type RefObject, useMemo } from 'react';
import { Header, ListBox, ListBoxItem, ListBoxSection } from 'react-aria-components';
import { Avatar } from '../../components/avatar.tsx';
import { Button } from '../../components/button.tsx';
import { Problem } from '../../components/problem.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import { goTo } from '../../shell/place.ts';
import { useContacts } from '../../state/conversations/contacts-context.tsx';
import { wish } from '../../state/conversations/conversation-wish.ts';
import { plainLine } from '../markdown/plain-line.ts';
import type { WordFinder } from '../markdown/word-marks.ts';
import { shortTime } from '../text/day.ts';
import { cutText } from '../text/shown-text.ts';
import { ExcerptText } from './excerpt-text.tsx';
import { groupHits } from './hit-group.ts';
import { IndexProgress } from './index-progress.tsx';
import { MAX_HITS, type MessageSearch } from './message-search.ts';
import { matchContacts } from './name-match.ts';
import './search-results.css';
import { useFoundMessage } from './use-found-message.ts';

const MAX_SPOKEN = 160;

export interface SearchResultsProps {
  readonly search: MessageSearch;
  /** The list of results, for the keyboard to go there. */
  readonly list: RefObject<HTMLDivElement | null>;
}

export function SearchResults({ search, list }: SearchResultsProps) {
  const { t } = useI18n();
  const contacts = useContacts();
  const people = matchContacts(
    contacts.entries.map(({ contact }) => contact),
    search.query,
  );
  const groups = groupHits(search.hits);
  const find = useMemo(() => wordFinder(search.answered), [search.answered]);
  const showFound = useFoundMessage(search.query, find);
  const open = (key: string) => {
    const [contact = '', id] = key.split('/', 2);
    goTo({ name: 'chats', item: contact });
    if (id === undefined) return;
    wish({ contact, kind: 'message', id });
    showFound(contact, id);
  };
  return (
    <div className="found-results" data-status={search.status}>
      <SearchState search={search} hasPeople={people.length > 0} />
      {people.length + groups.length === 0 ? null : (
        <ListBox
          ref={list}
          aria-label={t('search.results')}
          className="found-list"
          selectionMode="single"
          selectedKeys={[]}
          onSelectionChange={(keys) => {
            const [key] = keys === 'all' ? [] : keys;
            if (key !== undefined) open(String(key));
          }}
        >
          {people.length === 0 ? null : (
            <Group key="people" title={t('search.contacts')}>
              {people.map((contact) => (
                <PersonItem key={contact.id} contact={contact} />
              ))}
            </Group>
          )}
          {groups.map(({ contact, hits }) => (
            <Group key={contact} title={<bdi>{contacts.entry(contact)?.contact.name ?? ''}</bdi>}>
              {hits.map((hit) => (
                <HitItem
                  key={hit.message.id}
                  hit={hit}
                  find={find}
                  name={contacts.entry(contact)?.contact.name ?? ''}
                />
              ))}
            </Group>
          ))}
        </ListBox>
      )}
      {search.hasOlder ? (
        <Button isWide isBusy={search.isLoadingOlder} onPress={() => void search.loadOlder()}>
          {t('search.older')}
        </Button>
      ) : null}
      {search.isFull ? <p className="found-note soft small">{t('search.limit', { count: MAX_HITS })}</p> : null}
    </div>
  );
}

/** How far the search is, also for those who do not see the results come. */
function SearchState({ search, hasPeople }: { readonly search: MessageSearch; readonly hasPeople: boolean }) {
  const { t } = useI18n();
  const { status, hits } = search;
  if (status === 'failed') return <Problem error={search.failure} />;
  const isNothing = status === 'done' && hits.length === 0;
  return (
    <div className="found-state soft small" role="status">
      <IndexProgress search={search} />
      {status === 'searching' && hits.length === 0 ? <p className="found-wait">{t('search.running')}</p> : null}
      {status === 'no-index' ? <p>{t('search.no-index')}</p> : null}
      {isNothing && !hasPeople ? (
        <>
          <p className="found-nothing voice">{t('search.nothing')}</p>
          <p>{t('search.nothing.text')}</p>
        </>
      ) : null}
      {status === 'done' && hits.length > 0 ? (
        <p className="visually-hidden">
          {t(search.hasOlder || search.isFull ? 'search.count.more' : 'search.count', { count: hits.length })}
        </p>
      ) : null}
    </div>
  );
}

function Group({ title, children }: { readonly title: ReactNode; readonly children: ReactNode }) {
  return (
    <ListBoxSection className="found-group">
      <Header className="found-title">{title}</Header>
      {children}
    </ListBoxSection>
  );
}

function PersonItem({ contact }: { readonly contact: ContactView }) {
  return (
    <ListBoxItem id={contact.id} className="conversations-row found-person" textValue={contact.name}>
      <Avatar name={contact.name} id={contact.id} size={36} />
      <bdi>{contact.name}</bdi>
    </ListBoxItem>
  );
}

interface HitItemProps {
  readonly hit: SearchHitView;
  readonly find: WordFinder;
  readonly name: string;
}

function HitItem({ hit, find, name }: HitItemProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const { message } = hit;
  const time = shortTime(i18n, message.sentAtMs, Date.now());
  const text = useMemo(() => cutText(plainLine(message.text), MAX_SPOKEN), [message.text]);
  const label =
    message.direction === 'out' ? t('search.hit.you', { time, text }) : t('search.hit', { name, time, text });
  return (
    <ListBoxItem id={`${message.contact}/${message.id}`} className="conversations-row found-hit" textValue={label}>
      <span className="found-text">
        {message.direction === 'out' ? <span className="found-you">{t('message.reply.to-you')}: </span> : null}
        <ExcerptText hit={hit} find={find} />
      </span>
      <span className="conversation-row-time">{time}</span>
    </ListBoxItem>
  );
}
