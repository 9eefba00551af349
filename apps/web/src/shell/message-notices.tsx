/**
 * Notifications for messages that come while nobody looks at the page, where the person turned them on. None for what is
 * muted, and none for people who only asked.
 */
import { useEffect } from 'react';
import { useI18n } from '../i18n/i18n.tsx';
import { notify } from '../pwa/notifications.ts';
import { useApplication, useClient } from '../state/application.ts';
import { isAnnounced } from '../state/conversations/attention.ts';
import { useContacts } from '../state/conversations/contacts-context.tsx';

/** Shows nothing itself. */
export function MessageNotices() {
  const { t } = useI18n();
  const { preferences } = useApplication();
  const client = useClient();
  const contacts = useContacts();
  useEffect(
    () =>
      client.on('message', (message) => {
        if (!preferences.current.get().notifications || !isAnnounced(message, contacts.entry(message.contact))) return;
        // A system that shows none has said so already.
        notify(t('notification.message')).catch(() => undefined);
      }),
    [client, contacts, preferences, t],
  );
  return null;
}
