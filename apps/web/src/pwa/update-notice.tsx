import { Banner } from '../components/banner.tsx';
import { Button } from '../components/button.tsx';
import { Problem } from '../components/problem.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useAction } from '../state/use-action.ts';
import { useObservable } from '../state/use-observable.ts';
import { shortHash } from './bundle-list.ts';
import { offeredUpdate } from './registration.ts';
import './update-notice.css';

/** Another version is there: what it is, and that nothing happens until the person takes it. */
export function UpdateNotice() {
  const { t } = useI18n();
  const update = useObservable(offeredUpdate);
  const apply = useAction(async () => update?.apply());
  if (update === undefined) return null;
  return (
    <div className="update-notice">
      <Banner
        kind="info"
        title={t('update.title')}
        isNews
        actions={
          <Button onPress={apply.run} isBusy={apply.isBusy}>
            {t('update.apply')}
          </Button>
        }
      >
        {t('update.text', { version: update.version, hash: shortHash(update.hash) })}
        <Problem error={apply.failure} />
      </Banner>
    </div>
  );
}
