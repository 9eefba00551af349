import { Switch } from '../components/switch.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useApplication } from '../state/application.ts';
import { useObservable } from '../state/use-observable.ts';
import { Section } from './section.tsx';

export function PrivacySection() {
  const { t } = useI18n();
  const { preferences } = useApplication();
  const { receipts } = useObservable(preferences.current);
  return (
    <Section title={t('settings.privacy')}>
      <Switch
        isSelected={receipts}
        onChange={(next) => preferences.change({ receipts: next })}
        hint={t('settings.receipts.text')}
      >
        {t('settings.receipts')}
      </Switch>
    </Section>
  );
}
