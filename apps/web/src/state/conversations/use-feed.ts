import { useEffect, useState } from 'react';
import { useClient } from '../application.ts';
import { useContacts } from './contacts-context.tsx';
import { ConversationFeed } from './conversation-feed.ts';

export interface OpenFeed {
  /** `undefined` until the newest messages were read. */
  readonly feed: ConversationFeed | undefined;
  readonly failure: unknown;
}

/** One conversation while the component is there. */
export function useFeed(contact: string): OpenFeed {
  const client = useClient();
  const contacts = useContacts();
  const [opened, setOpened] = useState<ConversationFeed>();
  const [failure, setFailure] = useState<unknown>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is unread is asked once, when the conversation is opened
  useEffect(() => {
    const unread = contacts.entry(contact)?.contact.unread ?? 0;
    const feed = new ConversationFeed({ client, contact, unread, onFailure: setFailure });
    let isGone = false;
    setFailure(undefined);
    void feed.ready.then(() => {
      if (!isGone) setOpened(feed);
    });
    return () => {
      isGone = true;
      feed.close();
      setOpened(undefined);
    };
  }, [client, contact]);
  return { feed: opened?.contact === contact ? opened : undefined, failure };
}
