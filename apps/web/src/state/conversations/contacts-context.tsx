/** The contacts of the open account for every place of the application, read once. */
import type { ContactView } from '@sotto/client';
import { UsageError } from '@sotto/wire';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { useClient } from '../application.ts';
import { pageClock } from '../page-clock.ts';
import { ContactList } from './contact-list.ts';
import { useSignal } from './use-signal.ts';

const ContactsContext = createContext<ContactList | undefined>(undefined);

/** `children` are shown from the moment on that the list exists; it says itself whether it was read. */
export function ContactsProvider({ children }: { readonly children: ReactNode }) {
  const client = useClient();
  const [list, setList] = useState<ContactList>();
  const [failure, setFailure] = useState<{ readonly error: unknown }>();
  useEffect(() => {
    const opened = new ContactList({ client, clock: pageClock, onFailure: (error) => setFailure({ error }) });
    setList(opened);
    return () => opened.close();
  }, [client]);
  // The boundary around the application says what to do.
  if (failure !== undefined) throw failure.error;
  return list === undefined ? null : <ContactsContext value={list}>{children}</ContactsContext>;
}

/** The list; the component is drawn again when anything in it changes. */
export function useContacts(): ContactList {
  const list = useContext(ContactsContext);
  if (list === undefined) throw new UsageError('closed', 'there are no contacts outside of an open account');
  useSignal(list.signal);
  return list;
}

export function useContact(id: string): ContactView | undefined {
  return useContacts().entry(id)?.contact;
}
