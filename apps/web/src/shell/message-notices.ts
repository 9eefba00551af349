/** Notifications for messages that come while nobody looks at the page, where the person turned them on. */
import { useEffect } from 'react';
import { useI18n } from '../i18n/i18n.tsx';
import { notify } from '../pwa/notifications.ts';
import { useApplication, useClient } from '../state/application.ts';

export function useMessageNotices(): void {
  const { t } = useI18n();
  const { preferences } = useApplication();
  const client = useClient();
  useEffect(
    () =>
      client.on('message', ({ direction }) => {
        if (direction !== 'in' || !preferences.current.get().notifications) return;
        // A system that shows none has said so already.
        notify(t('notification.message')).catch(() => undefined);
      }),
    [client, preferences, t],
  );
}
