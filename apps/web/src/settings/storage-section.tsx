import { useEffect, useState } from 'react';
import { Button } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useApplication } from '../state/application.ts';
import { useAction } from '../state/use-action.ts';
import { Row, Section } from './section.tsx';

type Persistence = 'granted' | 'open' | 'refused';

/** Whether the browser may delete the data, and how much there is. */
export function StorageSection() {
  const { t, bytes } = useI18n();
  const { session } = useApplication();
  const [persistence, setPersistence] = useState<Persistence>();
  const [estimate, setEstimate] = useState<StorageEstimate>();
  useEffect(() => {
    session.composition
      ?.status()
      .then(({ evictable }) => setPersistence(evictable ? 'open' : 'granted'))
      .catch(() => undefined);
    navigator.storage
      ?.estimate()
      .then(setEstimate)
      .catch(() => undefined);
  }, [session]);
  const ask = useAction(async () => {
    const isGranted = (await session.composition?.requestPersistence()) ?? false;
    setPersistence(isGranted ? 'granted' : 'refused');
  });
  if (persistence === undefined) return null;
  const { usage, quota } = estimate ?? {};
  return (
    <Section title={t('settings.storage')}>
      <Row title={t('settings.persistence')} text={t(`settings.persistence.${persistence}`)}>
        {persistence === 'granted' ? null : (
          <Button onPress={ask.run} isBusy={ask.isBusy}>
            {t('settings.persistence.ask')}
          </Button>
        )}
      </Row>
      {usage === undefined || quota === undefined ? null : (
        <p className="settings-row soft small">
          {t('settings.storage.used', { used: bytes(usage), quota: bytes(quota) })}
        </p>
      )}
    </Section>
  );
}
