/** One open conversation: who it is with, its messages, and where the next one is written. */
import type { ContactView } from '@sotto/client';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Problem } from '../../components/problem.tsx';
import { YOU } from '../../contacts/contact-items.ts';
import { RequestAnswer } from '../../contacts/request-answer.tsx';
import { VerifyDialog } from '../../contacts/verify/verify-dialog.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import type { PaneProps } from '../../shell/pane-props.ts';
import { goTo } from '../../shell/place.ts';
import { useClient } from '../../state/application.ts';
import { useContacts } from '../../state/conversations/contacts-context.tsx';
import { useFeed } from '../../state/conversations/use-feed.ts';
import { Composer, type ComposerHandle } from '../compose/composer.tsx';
import { LinkQuestions } from '../links/link-question.tsx';
import { ConversationHead } from './conversation-head.tsx';
import './conversation-pane.css';
import { FailedEffects } from '../message/failed-effects.tsx';
import { FailedEffectsProvider } from '../message/failed-effects-context.ts';
import { MessageDesk } from '../message/message-desk.tsx';
import { useFailedEffects } from '../message/use-failed-effects.ts';
import { ConversationSearch } from '../search/conversation-search.tsx';
import { KeysChanged } from './keys-changed.tsx';
import { lastEditable } from './last-editable.ts';
import { MessageList } from './message-list.tsx';
import { NewMessageReader } from './new-message-reader.tsx';
import { useConversationWish } from './use-conversation-wish.ts';

export function ConversationPane({ item }: PaneProps) {
  const { t } = useI18n();
  const contacts = useContacts();
  const contact = item === undefined ? undefined : contacts.entry(item)?.contact;
  if (contact !== undefined) return <Conversation key={contact.id} contact={contact} />;
  if (item !== undefined && !contacts.isReady) return null;
  if (contacts.isReady && contacts.entries.length === 0) return <FirstConversation />;
  return <EmptyState title={t('chat.open.none.title')}>{t('chat.open.none.text')}</EmptyState>;
}

/** There is nothing to choose from yet. */
function FirstConversation() {
  const { t } = useI18n();
  return (
    <EmptyState
      title={t('chats.empty.title')}
      action={<Button onPress={() => goTo({ name: 'contacts', item: YOU })}>{t('chats.empty.action')}</Button>}
    >
      {t('chats.empty.text')}
    </EmptyState>
  );
}

function Conversation({ contact }: { readonly contact: ContactView }) {
  const { t } = useI18n();
  const client = useClient();
  const { feed, failure } = useFeed(contact.id);
  const composer = useRef<ComposerHandle>(null);
  const enterList = useRef<(() => void) | null>(null);
  const isAtEnd = useRef(false);
  const [isComparing, setComparing] = useState(false);

  // Read is what stands on a screen that somebody looks at.
  const markRead = useCallback(() => {
    if (!isAtEnd.current || document.visibilityState !== 'visible' || contact.status !== 'contact') return;
    void client.markRead(contact.id).catch(() => undefined);
  }, [client, contact.id, contact.status]);
  const onEnd = useCallback(
    (isSeen: boolean) => {
      isAtEnd.current = isSeen;
      markRead();
    },
    [markRead],
  );
  useEffect(() => {
    // Who has just accepted a request is looking at its messages already.
    markRead();
    document.addEventListener('visibilitychange', markRead);
    return () => document.removeEventListener('visibilitychange', markRead);
  }, [markRead]);

  const open = feed?.isReady === true ? feed : undefined;
  const [isSearching, setSearching] = useState(false);
  const beginSearch = useCallback(() => setSearching(true), []);
  const endSearch = useCallback(() => {
    setSearching(false);
    composer.current?.focus();
  }, []);
  useConversationWish(contact.id, open, beginSearch);
  const effects = useFailedEffects(contact.id);
  return (
    <LinkQuestions>
      <FailedEffectsProvider value={effects}>
        <section className="conversation" aria-label={t('chat.conversation', { name: contact.name })}>
          <ConversationHead contact={contact} />
          {isSearching && open !== undefined ? (
            <ConversationSearch feed={open} contact={contact} onClose={endSearch} />
          ) : null}
          <Problem error={failure} />
          {open === undefined ? (
            <div className="message-frame" />
          ) : (
            <MessageDesk feed={open} contact={contact} writing={composer}>
              <MessageList
                feed={open}
                contact={contact}
                onEnd={onEnd}
                onLeave={() => composer.current?.focus()}
                enter={enterList}
              />
              <NewMessageReader feed={open} name={contact.name} />
            </MessageDesk>
          )}
          <FailedEffects />
          <Foot contact={contact} onCompare={() => setComparing(true)}>
            <Composer
              ref={composer}
              contact={contact}
              lastEditable={() => open && lastEditable(open.messages, Date.now())}
              onLeaveUp={() => enterList.current?.()}
            />
          </Foot>
          <VerifyDialog contact={contact} isOpen={isComparing} onClose={() => setComparing(false)} />
        </section>
      </FailedEffectsProvider>
    </LinkQuestions>
  );
}

/** What has to be decided before anything is written, else where it is written. */
function Foot(props: { readonly contact: ContactView; readonly onCompare: () => void; readonly children: ReactNode }) {
  const { t } = useI18n();
  const { contact, onCompare, children } = props;
  if (contact.status === 'blocked') {
    return <p className="conversation-closed">{t('chat.compose.blocked', { name: contact.name })}</p>;
  }
  if (contact.status === 'request') return <RequestAnswer contact={contact} />;
  if (contact.verification === 'changed') return <KeysChanged contact={contact} onCompare={onCompare} />;
  return children;
}
