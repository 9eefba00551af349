import { Button } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { laterBundle } from '../pwa/registration.ts';
import { useObservable } from '../state/use-observable.ts';
import { FailureScreen } from './failure-screen.tsx';
import { Stage } from './stage.tsx';

/** A part of the page failed, or could not be loaded because another version has taken its place. */
export function BrokenScreen({ error }: { readonly error: unknown }) {
  const { t } = useI18n();
  const later = useObservable(laterBundle);
  if (later === undefined) return <FailureScreen error={error} />;
  return (
    <Stage title={t('update.passed')}>
      <p className="soft" role="alert">
        {t('update.passed.text', { version: later.version })}
      </p>
      <Button kind="primary" isWide onPress={() => location.reload()}>
        {t('action.reload')}
      </Button>
    </Stage>
  );
}
