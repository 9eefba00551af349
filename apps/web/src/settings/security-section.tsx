import { useState } from 'react';
import { Button } from '../components/button.tsx';
import { Problem } from '../components/problem.tsx';
import { showToast } from '../components/toast.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useApplication } from '../state/application.ts';
import { useAction } from '../state/use-action.ts';
import { useClientValue } from '../state/use-client-value.ts';
import { PasskeyDialog } from './passkey-dialog.tsx';
import { passkeyObstacle } from './passkey-obstacle.ts';
import { Row, Section } from './section.tsx';

export function SecuritySection() {
  const { t } = useI18n();
  const { session } = useApplication();
  const lock = useAction(() => session.lock());
  const showWords = useAction(() => session.showWords());
  const areWordsPending = useClientValue(async (client) => (await client.recoveryWords()) !== undefined, []);
  return (
    <Section title={t('settings.security')}>
      <Row title={t('action.lock')} text={t('settings.lock.text')}>
        <Button onPress={lock.run} isBusy={lock.isBusy}>
          {t('action.lock')}
        </Button>
      </Row>
      <PasskeyRow />
      {areWordsPending === undefined ? null : (
        <Row title={t('settings.words')} text={t(areWordsPending ? 'settings.words.pending' : 'settings.words.kept')}>
          {areWordsPending ? (
            <Button onPress={showWords.run} isBusy={showWords.isBusy}>
              {t('words.pending.action')}
            </Button>
          ) : null}
        </Row>
      )}
      <Problem error={showWords.failure} />
    </Section>
  );
}

function PasskeyRow() {
  const { t } = useI18n();
  const { session } = useApplication();
  const [isAsking, setAsking] = useState(false);
  const [changes, setChanges] = useState(0);
  const status = useClientValue(async () => session.composition?.status(), [], [isAsking, changes]);
  const remove = useAction(async () => {
    await session.composition?.removePasskey();
    setChanges(changes + 1);
    showToast(t('settings.passkey.removed'));
  });
  const obstacle = passkeyObstacle();
  return (
    <>
      <Row title={t('settings.passkey')} text={t(obstacle ?? 'settings.passkey.text')}>
        {status?.passkey === true ? (
          <Button onPress={remove.run} isBusy={remove.isBusy}>
            {t('settings.passkey.remove')}
          </Button>
        ) : obstacle === undefined ? (
          <Button onPress={() => setAsking(true)}>{t('settings.passkey.add')}</Button>
        ) : null}
        <PasskeyDialog isOpen={isAsking} onClose={() => setAsking(false)} />
      </Row>
      {/* Who believes that it is removed may give the device away. */}
      <Problem error={remove.failure} />
    </>
  );
}
