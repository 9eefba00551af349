/** Reads new messages of the other side out, for those who do not see them come. */
import { useEffect, useRef, useState } from 'react';
import { useI18n } from '../../i18n/i18n.tsx';
import type { ConversationFeed } from '../../state/conversations/conversation-feed.ts';
import { useSignal } from '../../state/conversations/use-signal.ts';
import { spokenMessage } from './message-item.tsx';

export function NewMessageReader({ feed, name }: { readonly feed: ConversationFeed; readonly name: string }) {
  const i18n = useI18n();
  useSignal(feed.signal);
  const { newest } = feed.messages;
  const told = useRef(newest?.id);
  const [spoken, setSpoken] = useState('');
  useEffect(() => {
    if (newest === undefined || newest.id === told.current) return;
    told.current = newest.id;
    if (newest.direction === 'out') return;
    setSpoken(spokenMessage(newest, name, i18n));
  }, [newest, name, i18n]);
  return (
    <p className="visually-hidden" role="status">
      {spoken}
    </p>
  );
}
