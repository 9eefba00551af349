/** An account was here and its data is gone: what that means, and nothing that happens by itself. */
import type { HomeStatus } from 'sotto';
import { Button } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { Stage } from '../shell/stage.tsx';
import { useApplication } from '../state/application.ts';

export function LostScreen({ status }: { readonly status: HomeStatus }) {
  const { t } = useI18n();
  const { session } = useApplication();
  return (
    <Stage title={t('lost.title')}>
      <p>{t('lost.text')}</p>
      <ul className="stage-list soft">
        <li>{t('lost.what.account')}</li>
        <li>{t('lost.what.messages')}</li>
        <li>{t('lost.what.contacts')}</li>
      </ul>
      {status.device === undefined ? null : (
        <p className="soft small">{t('lost.device', { device: status.device.slice(0, 8) })}</p>
      )}
      <div className="stage-actions">
        <Button kind="primary" isWide onPress={() => session.comeBack()}>
          {t('welcome.return')}
        </Button>
        <Button isWide onPress={() => session.startAnew()}>
          {t('lost.anew')}
        </Button>
      </div>
    </Stage>
  );
}
