/** Everything that a store holds, for comparing before and after. */
import type { MemoryMessageStore } from '@sotto/testkit';

type Tables = ReturnType<MemoryMessageStore['snapshot']>['tables'];

export type Contents = { readonly [Name in keyof Tables]: ReturnType<Tables[Name]['select']> };

export function contentsOf(store: MemoryMessageStore): Contents {
  const { tables } = store.snapshot();
  return {
    settings: tables.settings.select(),
    prekeys: tables.prekeys.select(),
    contacts: tables.contacts.select(),
    peerDevices: tables.peerDevices.select(),
    sessions: tables.sessions.select(),
    sessionTraces: tables.sessionTraces.select(),
    conversations: tables.conversations.select(),
    notices: tables.notices.select(),
    topics: tables.topics.select(),
    messages: tables.messages.select(),
    messageRevisions: tables.messageRevisions.select(),
    lastRevision: tables.lastRevision.select(),
    outbox: tables.outbox.select(),
    unsealed: tables.unsealed.select(),
    custody: tables.custody.select(),
    streams: tables.streams.select(),
    seenEnvelopes: tables.seenEnvelopes.select(),
    replays: tables.replays.select(),
    acknowledgements: tables.acknowledgements.select(),
    pendingReceipts: tables.pendingReceipts.select(),
  };
}

/** Without what only says that a mailbox may delete something. */
export function stateOf(store: MemoryMessageStore): Omit<Contents, 'acknowledgements'> {
  const { acknowledgements: _, ...state } = contentsOf(store);
  return state;
}
