import { Button } from '../components/button.tsx';
import { Progress } from '../components/progress.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useApplication } from '../state/application.ts';
import { Stage } from './stage.tsx';

/** Another tab has the account. */
export function ElsewhereScreen({ asked }: { readonly asked: boolean }) {
  const { t } = useI18n();
  const { session } = useApplication();
  return (
    <Stage title={t('elsewhere.title')}>
      <p className="soft">{t('elsewhere.text')}</p>
      {asked ? (
        <Progress label={t('elsewhere.asked')} />
      ) : (
        <Button kind="primary" isWide onPress={() => session.takeOver()}>
          {t('elsewhere.take')}
        </Button>
      )}
    </Stage>
  );
}
