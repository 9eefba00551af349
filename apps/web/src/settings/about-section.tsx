import { Button } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { installPrompt } from '../pwa/install-prompt.ts';
import { runningBundle } from '../pwa/registration.ts';
import { useObservable } from '../state/use-observable.ts';
import { Row, Section } from './section.tsx';

/** Which version runs here, and whether the browser holds on to it. */
export function AboutSection() {
  const { t } = useI18n();
  const bundle = useObservable(runningBundle);
  const prompt = useObservable(installPrompt);
  return (
    <Section title={t('settings.about')}>
      {prompt === undefined ? null : (
        <Row title={t('settings.install')} text={t('settings.install.text')}>
          <Button onPress={() => void prompt()}>{t('settings.install.action')}</Button>
        </Row>
      )}
      {bundle === undefined ? null : (
        <>
          <Row title={t('settings.about.version')} text={bundle.version} />
          <Row title={t('settings.about.bundle')} text={t('settings.about.bundle.text')}>
            <code className="settings-value">{bundle.hash}</code>
          </Row>
          <p className="settings-row soft small">
            {t(bundle.isPinned ? 'settings.about.pinned' : 'settings.about.unpinned')}
          </p>
        </>
      )}
    </Section>
  );
}
