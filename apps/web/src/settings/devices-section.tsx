import type { DeviceView } from '@sotto/client';
import { useState } from 'react';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Problem } from '../components/problem.tsx';
import { showToast } from '../components/toast.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useClient } from '../state/application.ts';
import { useAction } from '../state/use-action.ts';
import { useClientValue } from '../state/use-client-value.ts';
import { Row, Section } from './section.tsx';

/** As much of a device id as tells two devices of one person apart. */
const DEVICE_DIGITS = 8;

/** The devices that the account has, and the end of one that is lost. */
export function DevicesSection() {
  const { t } = useI18n();
  const [lost, setLost] = useState<DeviceView>();
  const devices = useClientValue((client) => client.devices(), ['notice', 'network']);
  const active = devices?.filter(({ revoked }) => !revoked) ?? [];
  const isMember = active.some(({ current }) => current);
  return (
    <Section title={t('settings.devices')}>
      {active.map((device) => (
        <Row
          key={device.id}
          title={t('notice.device', { device: device.id.slice(0, DEVICE_DIGITS) })}
          text={t(device.current ? 'settings.account.device' : 'settings.devices.other')}
        >
          {device.current || !isMember ? null : (
            <Button
              aria-label={t('settings.devices.remove.label', { device: device.id.slice(0, DEVICE_DIGITS) })}
              onPress={() => setLost(device)}
            >
              {t('settings.devices.remove')}
            </Button>
          )}
        </Row>
      ))}
      {lost === undefined ? null : <RemoveDialog device={lost} onClose={() => setLost(undefined)} />}
    </Section>
  );
}

function RemoveDialog({ device, onClose }: { readonly device: DeviceView; readonly onClose: () => void }) {
  const { t } = useI18n();
  const client = useClient();
  const remove = useAction(async () => {
    await client.revokeDevice(device.id);
    showToast(t('settings.devices.removed'));
    onClose();
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('settings.devices.remove.title', { device: device.id.slice(0, DEVICE_DIGITS) })}
      actions={
        <>
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button kind="danger" isBusy={remove.isBusy} onPress={() => remove.run()}>
            {t('settings.devices.remove')}
          </Button>
        </>
      }
    >
      <p>{t('settings.devices.remove.text')}</p>
      <Problem error={remove.failure} />
    </Dialog>
  );
}
