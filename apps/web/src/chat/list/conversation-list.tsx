/** All conversations, pinned ones first, then the last active; the archive and people who only asked are apart. */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import type { PaneProps } from '../../shell/pane-props.ts';
import { goTo } from '../../shell/place.ts';
import { useContacts } from '../../state/conversations/contacts-context.tsx';
import { type Shelf, shelfOf } from '../../state/conversations/conversation-shelf.ts';
import { conversationWish, takeWish } from '../../state/conversations/conversation-wish.ts';
import { useObservable } from '../../state/use-observable.ts';
import { MAX_QUERY_LENGTH } from '../search/message-search.ts';
import { SearchResults } from '../search/search-results.tsx';
import { useMessageSearch } from '../search/use-message-search.ts';
import './conversation-list.css';
import { ConversationRows } from './conversation-rows.tsx';
import { ShelfLink } from './shelf-link.tsx';

export function ConversationList({ item }: PaneProps) {
  const { t } = useI18n();
  const { entries, isReady } = useContacts();
  const [chosen, setShelf] = useState<Shelf>('main');
  const search = useMessageSearch();
  const field = useRef<HTMLInputElement>(null);
  const pane = useRef<HTMLDivElement>(null);
  const results = useRef<HTMLDivElement>(null);
  useSearchWish(() => field.current?.focus());
  const on = (wanted: Shelf) => entries.filter((entry) => shelfOf(entry) === wanted);
  // A shelf that has become empty is left.
  const shelf = chosen !== 'main' && on(chosen).length === 0 ? 'main' : chosen;
  const shown = on(shelf);

  const onFieldKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') (firstOption(pane.current) ?? field.current)?.focus();
    else if (event.key === 'Escape' && search.query === '') field.current?.blur();
    else return;
    event.preventDefault();
  };
  const onListKey = (event: KeyboardEvent) => {
    const first = firstOption(pane.current);
    const isLeaving = event.key === 'ArrowUp' && first !== undefined && first === document.activeElement;
    if (isLeaving || (event.key === 'Escape' && search.query !== '')) {
      event.preventDefault();
      event.stopPropagation();
      field.current?.focus();
    }
  };

  return (
    <div className="conversations" ref={pane}>
      <header className="conversations-head">
        <h1 className="voice">{t('place.chats')}</h1>
        <IconButton icon="add" label={t('chat.list.new')} onPress={() => goTo({ name: 'contacts' })} />
      </header>
      <div className="conversations-search">
        <SearchField
          ref={field}
          label={t('search.field')}
          placeholder={t('search.hint')}
          value={search.query}
          maxLength={MAX_QUERY_LENGTH}
          onChange={(text) => search.setQuery(text)}
          onKeyDown={onFieldKey}
          onFocus={() => search.prepare()}
        />
      </div>
      <div className="conversations-body" onKeyDownCapture={onListKey}>
        {search.query.trim() !== '' ? (
          <SearchResults search={search} list={results} />
        ) : (
          <>
            {shelf === 'main' ? (
              <ShelfLinks
                onOpen={setShelf}
                counts={{ archive: on('archive').length, requests: on('requests').length }}
              />
            ) : (
              <ShelfHead shelf={shelf} onBack={() => setShelf('main')} />
            )}
            {shown.length > 0 ? (
              <ConversationRows
                label={t(shelf === 'main' ? 'chat.list' : `list.${shelf}`)}
                entries={shown}
                item={item}
              />
            ) : isReady ? (
              <NothingHere hasArchive={on('archive').length > 0} isAsked={on('requests').length > 0} />
            ) : null}
          </>
        )}
      </div>
    </div>
  );
}

interface ShelfLinksProps {
  readonly counts: Readonly<Record<'archive' | 'requests', number>>;
  readonly onOpen: (shelf: Shelf) => void;
}

function ShelfLinks({ counts: { archive, requests }, onOpen }: ShelfLinksProps) {
  const { t } = useI18n();
  if (archive + requests === 0) return null;
  return (
    <div className="shelf-links">
      {requests === 0 ? null : (
        <ShelfLink icon="contacts" isNews onPress={() => onOpen('requests')}>
          {t('chat.list.requests', { count: requests })}
        </ShelfLink>
      )}
      {archive === 0 ? null : (
        <ShelfLink icon="archive" onPress={() => onOpen('archive')}>
          {t('list.archive.count', { count: archive })}
        </ShelfLink>
      )}
    </div>
  );
}

function ShelfHead({ shelf, onBack }: { readonly shelf: 'archive' | 'requests'; readonly onBack: () => void }) {
  const { t } = useI18n();
  return (
    <div className="shelf-head">
      <IconButton icon="back" label={t('action.back')} onPress={onBack} />
      <div>
        <h2>{t(`list.${shelf}`)}</h2>
        <p className="soft small">{t(`list.${shelf}.text`)}</p>
      </div>
    </div>
  );
}

/** `isAsked`: somebody who is no contact wants to write. */
function NothingHere({ hasArchive, isAsked }: { readonly hasArchive: boolean; readonly isAsked: boolean }) {
  const { t } = useI18n();
  if (isAsked) return <EmptyState title={t('list.asked')}>{t('list.asked.text')}</EmptyState>;
  if (hasArchive) return <EmptyState title={t('list.archive.empty')}>{t('list.archive.empty.text')}</EmptyState>;
  return (
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
  );
}

/** Somebody wants to search everything: the field takes the focus. */
function useSearchWish(focus: () => void): void {
  const wanted = useObservable(conversationWish);
  const latest = useRef(focus);
  useEffect(() => {
    latest.current = focus;
  });
  useEffect(() => {
    if (wanted?.kind !== 'search-everything') return;
    takeWish(wanted);
    latest.current();
  }, [wanted]);
}

function firstOption(pane: HTMLElement | null): HTMLElement | undefined {
  return pane?.querySelector<HTMLElement>('[role=option]') ?? undefined;
}
