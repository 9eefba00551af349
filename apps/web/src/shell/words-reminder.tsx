import { Banner } from '../components/banner.tsx';
import { Button } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useApplication } from '../state/application.ts';
import { useAction } from '../state/use-action.ts';
import './words-reminder.css';

/** Stays until the recovery words are confirmed. */
export function WordsReminder() {
  const { t } = useI18n();
  const { session } = useApplication();
  const show = useAction(() => session.showWords());
  return (
    <div className="words-reminder words-reminder-patient">
      <Banner
        kind="warning"
        title={t('words.pending.title')}
        actions={
          <Button onPress={show.run} isBusy={show.isBusy}>
            {t('words.pending.action')}
          </Button>
        }
      >
        {t('words.pending.text')}
      </Banner>
    </div>
  );
}
