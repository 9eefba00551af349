/** What is shown while the account is open: loaded apart, because nobody sees it before. */
import { lazy } from 'react';
import type { Sotto as Client } from 'sotto';
import { ClientProvider } from '../state/application.ts';
import { ContactsProvider } from '../state/conversations/contacts-context.tsx';

const AppShell = lazy(async () => ({ default: (await import('./app-shell.tsx')).AppShell }));

export interface OpenAccountProps {
  readonly client: Client;
  readonly wordsPending: boolean;
}

export function OpenAccount({ client, wordsPending }: OpenAccountProps) {
  return (
    <ClientProvider value={client}>
      <ContactsProvider>
        <AppShell wordsPending={wordsPending} />
      </ContactsProvider>
    </ClientProvider>
  );
}
