import { Button } from '../components/button.tsx';
import { Switch } from '../components/switch.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { showShortcutHelp } from '../shell/shortcuts/shortcut-help.ts';
import { useApplication } from '../state/application.ts';
import { useObservable } from '../state/use-observable.ts';
import { Row, Section } from './section.tsx';

/** Shortcuts of one key can be turned off: who speaks to a machine, or whose hand is not steady, presses them unasked. */
export function KeyboardSection() {
  const { t } = useI18n();
  const { preferences } = useApplication();
  const { singleKeys } = useObservable(preferences.current);
  return (
    <Section title={t('settings.keyboard')}>
      <Switch
        isSelected={singleKeys}
        onChange={(next) => preferences.change({ singleKeys: next })}
        hint={t('settings.keyboard.single.text')}
      >
        {t('settings.keyboard.single')}
      </Switch>
      <Row title={t('settings.keyboard.all')} text={t('settings.keyboard.all.text')}>
        <Button onPress={() => showShortcutHelp(true)}>{t('settings.keyboard.show')}</Button>
      </Row>
    </Section>
  );
}
