import { Choice } from '../components/choice.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { LANGUAGE_NAMES, LANGUAGES } from '../i18n/language.ts';
import { useApplication } from '../state/application.ts';
import { THEMES } from '../state/preferences.ts';
import { useObservable } from '../state/use-observable.ts';
import { Section } from './section.tsx';

export function AppearanceSection() {
  const { t } = useI18n();
  const { preferences } = useApplication();
  const { theme, language } = useObservable(preferences.current);
  return (
    <Section title={t('settings.appearance')}>
      <Choice
        label={t('settings.theme')}
        value={theme}
        options={THEMES.map((value) => ({ value, text: t(`settings.theme.${value}`) }))}
        onChange={(next) => preferences.change({ theme: next })}
      />
      <Choice
        label={t('settings.language')}
        value={language}
        options={LANGUAGES.map((value) => ({ value, text: LANGUAGE_NAMES[value], lang: value }))}
        onChange={(next) => preferences.change({ language: next })}
      />
    </Section>
  );
}
