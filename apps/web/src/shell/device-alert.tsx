import type { NoticeView } from '@sotto/client';
import { useEffect, useState } from 'react';
import { Banner } from '../components/banner.tsx';
import { Button } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useClient } from '../state/application.ts';
import { useClientValue } from '../state/use-client-value.ts';
import { goTo } from './place.ts';
import './words-reminder.css';

/** What must be known of the account's devices at once: that this one is out, or that another one has come. */
export function DeviceAlert() {
  const { t } = useI18n();
  const client = useClient();
  const [added, setAdded] = useState<NoticeView>();
  const devices = useClientValue(() => client.devices(), ['notice', 'network']);
  const isRemoved = devices?.some(({ current, revoked }) => current && revoked) ?? false;
  useEffect(
    () =>
      client.on('notice', (notice) => {
        if (notice.contact === '' && notice.kind === 'device-added') setAdded(notice as NoticeView);
      }),
    [client],
  );
  if (isRemoved) {
    return (
      <div className="words-reminder">
        <Banner kind="problem" title={t('problem.device-revoked')} isNews>
          {t('devices.removed.text')}
        </Banner>
      </div>
    );
  }
  if (added === undefined) return null;
  return (
    <div className="words-reminder">
      <Banner
        kind="warning"
        title={t('notice.own.device-added')}
        isNews
        actions={
          <>
            <Button onPress={() => goTo({ name: 'settings' })}>{t('devices.added.look')}</Button>
            <Button onPress={() => setAdded(undefined)}>{t('devices.added.mine')}</Button>
          </>
        }
      >
        {t('devices.added.text')}
      </Banner>
    </div>
  );
}
