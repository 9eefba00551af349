import { useState } from 'react';
import { Button } from '../components/button.tsx';
import { Switch } from '../components/switch.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { askForNotifications, type NotificationState, notificationState } from '../pwa/notifications.ts';
import { useApplication } from '../state/application.ts';
import { useAction } from '../state/use-action.ts';
import { useObservable } from '../state/use-observable.ts';
import { Row, Section } from './section.tsx';

/** Notifications: the browser is asked only when somebody presses the button. */
export function NoticeSection() {
  const { t } = useI18n();
  const { preferences } = useApplication();
  const { notifications } = useObservable(preferences.current);
  const [state, setState] = useState<NotificationState>(notificationState);
  const ask = useAction(async () => {
    const answer = await askForNotifications();
    setState(answer);
    preferences.change({ notifications: answer === 'granted' });
  });
  return (
    <Section title={t('settings.notifications')}>
      {state === 'granted' ? (
        <Switch
          isSelected={notifications}
          onChange={(next) => preferences.change({ notifications: next })}
          hint={t('settings.notifications.text')}
        >
          {t('settings.notifications.on')}
        </Switch>
      ) : (
        <Row title={t('settings.notifications')} text={t(TEXTS[state])}>
          {state === 'default' ? (
            <Button onPress={ask.run} isBusy={ask.isBusy}>
              {t('settings.notifications.ask')}
            </Button>
          ) : null}
        </Row>
      )}
    </Section>
  );
}

const TEXTS = {
  default: 'settings.notifications.text',
  denied: 'settings.notifications.denied',
  none: 'settings.notifications.none',
} as const;
