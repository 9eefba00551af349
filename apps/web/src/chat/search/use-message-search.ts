import { useEffect, useState } from 'react';
import { useClient } from '../../state/application.ts';
import { useSignal } from '../../state/conversations/use-signal.ts';
import { pageClock } from '../../state/page-clock.ts';
import { MessageSearch } from './message-search.ts';

/** A search as long as the component is there. `contact`: in that conversation only; it must not change. */
export function useMessageSearch(contact?: string): MessageSearch {
  const client = useClient();
  const [search] = useState(
    () => new MessageSearch({ client, clock: pageClock, ...(contact === undefined ? {} : { contact }) }),
  );
  useSignal(search.signal);
  useEffect(() => search.listen(), [search]);
  return search;
}
