import { Button } from '../components/button.tsx';
import { Problem } from '../components/problem.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { shortHash } from '../pwa/bundle-list.ts';
import { installPrompt } from '../pwa/install-prompt.ts';
import { offeredUpdate, runningBundle } from '../pwa/registration.ts';
import { useAction } from '../state/use-action.ts';
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
      <UpdateRow />
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

/** Another version that was put off. */
function UpdateRow() {
  const { t } = useI18n();
  const update = useObservable(offeredUpdate);
  const apply = useAction(async () => update?.apply());
  if (update === undefined) return null;
  return (
    <>
      <Row title={t('update.title')} text={t('update.text', { version: update.version, hash: shortHash(update.hash) })}>
        <Button onPress={apply.run} isBusy={apply.isBusy}>
          {t('update.apply')}
        </Button>
      </Row>
      <Problem error={apply.failure} />
    </>
  );
}
