/** Search in the open conversation: a field, the place among what was found, and steps to what is older or newer. */
import { type ContactView, wordFinder } from '@sotto/client';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { IconButton } from '../../components/icon-button.tsx';
import { Problem } from '../../components/problem.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { showToast } from '../../components/toast.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import type { ConversationFeed } from '../../state/conversations/conversation-feed.ts';
import './conversation-search.css';
import { type HitStep, nextHit } from './hit-steps.ts';
import { IndexProgress } from './index-progress.tsx';
import { MAX_QUERY_LENGTH, type MessageSearch } from './message-search.ts';
import { useFoundMessage } from './use-found-message.ts';
import { useMessageSearch } from './use-message-search.ts';

export interface ConversationSearchProps {
  readonly feed: ConversationFeed;
  readonly contact: ContactView;
  readonly onClose: () => void;
}

export function ConversationSearch({ feed, contact, onClose }: ConversationSearchProps) {
  const { t } = useI18n();
  const search = useMessageSearch(contact.id);
  const { place, step } = useHitSteps(search, feed);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') step(event.shiftKey ? 'newer' : 'older');
    else if (event.key === 'Escape' && search.query === '') onClose();
    else return;
    event.preventDefault();
  };
  const count = search.hits.length;
  const isLast = place !== undefined && place === count - 1 && !search.hasOlder;
  return (
    <search className="conversation-search" aria-label={t('search.here', { name: contact.name })}>
      <div className="conversation-search-line">
        <SearchField
          label={t('search.here', { name: contact.name })}
          placeholder={t('conversation.search')}
          value={search.query}
          maxLength={MAX_QUERY_LENGTH}
          onChange={(text) => search.setQuery(text)}
          onKeyDown={onKeyDown}
          onFocus={() => search.prepare()}
          autoFocus
        />
        <IconButton
          icon="up"
          label={t('search.here.older')}
          isDisabled={count === 0 || isLast}
          onPress={() => step('older')}
        />
        <IconButton
          icon="down"
          label={t('search.here.newer')}
          isDisabled={count === 0 || place === 0}
          onPress={() => step('newer')}
        />
        <IconButton icon="close" label={t('search.here.close')} onPress={onClose} />
      </div>
      <SearchPlace search={search} place={place} />
    </search>
  );
}

function SearchPlace({ search, place }: { readonly search: MessageSearch; readonly place: number | undefined }) {
  const { t } = useI18n();
  const { status, hits, hasOlder, isFull } = search;
  if (status === 'failed') return <Problem error={search.failure} />;
  const text = () => {
    if (status === 'no-index') return t('search.no-index');
    if (status !== 'done') return '';
    if (hits.length === 0) return t('search.nothing');
    const facts = { place: (place ?? 0) + 1, count: hits.length };
    return hasOlder || isFull ? t('search.here.place.more', facts) : t('search.here.place', facts);
  };
  return (
    <div className="conversation-search-place soft small" role="status">
      <p>{text()}</p>
      <IndexProgress search={search} />
    </div>
  );
}

interface HitSteps {
  /** Of the hit that is shown; absent: none yet. */
  readonly place: number | undefined;
  readonly step: (step: HitStep) => void;
}

/** The newest hit is shown at once; whoever goes on beyond what was read waits for the page that follows. */
function useHitSteps(search: MessageSearch, feed: ConversationFeed): HitSteps {
  const { t } = useI18n();
  const [place, setPlace] = useState<number>();
  const wantsOlder = useRef(false);
  const { hits, status } = search;
  const find = useMemo(() => wordFinder(search.answered), [search.answered]);
  const showFound = useFoundMessage(search.query, find);
  const newest = hits[0]?.message.id;
  const show = (next: number) => {
    const hit = hits[next];
    setPlace(next);
    if (hit === undefined) return;
    showFound(feed.contact, hit.message.id);
    void feed.goTo(hit.message.id).then((isThere) => {
      if (!isThere) showToast(t('search.gone'));
    });
  };
  const latest = useRef(show);
  useEffect(() => {
    latest.current = show;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another answer begins at its newest hit
  useEffect(() => {
    wantsOlder.current = false;
    setPlace(undefined);
    if (status === 'done' && newest !== undefined) latest.current(0);
  }, [status, newest, search.query]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a page of older hits has come
  useEffect(() => {
    if (!wantsOlder.current || place === undefined || hits.length <= place + 1) return;
    wantsOlder.current = false;
    latest.current(place + 1);
  }, [hits.length]);
  return {
    place,
    step(direction) {
      const next = nextHit(place, direction, hits.length);
      if (next !== undefined) show(next);
      else if (direction === 'older' && search.hasOlder) {
        wantsOlder.current = true;
        void search.loadOlder();
      }
    },
  };
}
