import { useEffect } from 'react';
import { showToast } from '../../components/toast.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import type { ConversationFeed } from '../../state/conversations/conversation-feed.ts';
import { conversationWish, takeWish } from '../../state/conversations/conversation-wish.ts';
import { useObservable } from '../../state/use-observable.ts';

/** Grants what somebody wants to see of this conversation, once it is there. `feed`: absent while it is being read. */
export function useConversationWish(contact: string, feed: ConversationFeed | undefined, onSearch: () => void): void {
  const { t } = useI18n();
  const wanted = useObservable(conversationWish);
  useEffect(() => {
    if (wanted === undefined || wanted.kind === 'search-everything' || wanted.contact !== contact) return;
    if (feed === undefined) return;
    takeWish(wanted);
    if (wanted.kind === 'search') {
      onSearch();
      return;
    }
    void feed.goTo(wanted.id).then((isThere) => {
      if (!isThere) showToast(t('search.gone'));
    });
  }, [wanted, contact, feed, onSearch, t]);
}
