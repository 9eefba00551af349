import { useState } from 'react';
import { Banner } from '../components/banner.tsx';
import { Button } from '../components/button.tsx';
import { Problem } from '../components/problem.tsx';
import { showToast } from '../components/toast.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useAction } from '../state/use-action.ts';
import { useObservable } from '../state/use-observable.ts';
import { shortHash } from './bundle-list.ts';
import { laterBundle, offeredUpdate } from './registration.ts';
import './update-notice.css';

/**
 * Another version is there: what it is, and that nothing happens until the person takes it. Put off, it waits in the
 * settings, and is told again when the page is opened again.
 */
export function UpdateNotice() {
  const later = useObservable(laterBundle);
  return later === undefined ? <UpdateOffer /> : <LaterBundle version={later.version} />;
}

/** Another tab took a version: this page works as far as it is loaded. */
function LaterBundle({ version }: { readonly version: string }) {
  const { t } = useI18n();
  return (
    <div className="update-notice">
      <Banner
        kind="warning"
        title={t('update.passed')}
        isNews
        actions={<Button onPress={() => location.reload()}>{t('action.reload')}</Button>}
      >
        {t('update.passed.text', { version })}
      </Banner>
    </div>
  );
}

function UpdateOffer() {
  const { t } = useI18n();
  const update = useObservable(offeredUpdate);
  const apply = useAction(async () => update?.apply());
  const [putOff, setPutOff] = useState<string>();
  if (update === undefined || update.hash === putOff) return null;
  const putItOff = () => {
    setPutOff(update.hash);
    showToast(t('update.later.where'));
  };
  return (
    <div className="update-notice">
      <Banner
        kind="info"
        title={t('update.title')}
        isNews
        actions={
          <>
            <Button onPress={apply.run} isBusy={apply.isBusy}>
              {t('update.apply')}
            </Button>
            <Button kind="plain" onPress={putItOff} isDisabled={apply.isBusy}>
              {t('update.later')}
            </Button>
          </>
        }
      >
        {t('update.text', { version: update.version, hash: shortHash(update.hash) })}
        <Problem error={apply.failure} />
      </Banner>
    </div>
  );
}
