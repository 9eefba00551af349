/** What could not be sent, above the field: it may be about a message that is far away, or has gone. */
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import { effectType } from '../../state/conversations/failed-effects.ts';
import './failed-effects.css';
import { useFailedEffectsHere } from './failed-effects-context.ts';

export function FailedEffects() {
  const { t } = useI18n();
  const { failed, dismiss, retry } = useFailedEffectsHere();
  const [first] = failed;
  const kind = first && effectType(first);
  if (first === undefined || kind === undefined) return null;
  return (
    <div className="failed-effects">
      <Banner
        kind="problem"
        title={t(`effect.${kind}`)}
        isNews
        actions={
          <>
            <Button onPress={() => dismiss(first)}>{t('action.dismiss')}</Button>
            <Button kind="primary" onPress={() => retry(first)}>
              {t('action.retry')}
            </Button>
          </>
        }
      />
    </div>
  );
}
