/**
 * Notifications for messages that come while nobody looks at the page, where the person turned them on. None for what is
 * muted, and none for people who only asked.
 */
import { useEffect } from 'react';
import { useI18n } from '../i18n/i18n.tsx';
import { notify } from '../pwa/notifications.ts';
import { useApplication, useClient } from '../state/application.ts';
import { useContacts } from '../state/conversations/contacts-context.tsx';

export function useMessageNotices(): void {
  const { t } = useI18n();
  const { preferences } = useApplication();
  const client = useClient();
  const contacts = useContacts();
  useEffect(
    () =>
      client.on('message', ({ direction, contact }) => {
        if (direction !== 'in' || !preferences.current.get().notifications) return;
        const entry = contacts.entry(contact);
        if (entry?.contact.status !== 'contact' || entry.conversation.isMuted) return;
        // A system that shows none has said so already.
        notify(t('notification.message')).catch(() => undefined);
      }),
    [client, contacts, preferences, t],
  );
}
