/** The first run: what this is, a new account, or the way back to one. */
import { useState } from 'react';
import type { HomeStatus } from 'sotto';
import { Banner } from '../components/banner.tsx';
import { Button } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { MemoryNotice } from '../shell/memory-notice.tsx';
import { Stage } from '../shell/stage.tsx';
import { useApplication } from '../state/application.ts';
import { CreateForm } from './create-form.tsx';
import { ReturnScreen } from './return-screen.tsx';

export interface OnboardingScreenProps {
  readonly status: HomeStatus;
  /** The account takes the place of a lost one: another account, or the lost one itself. */
  readonly replacing?: 'create' | 'return' | undefined;
}

export function OnboardingScreen({ status, replacing }: OnboardingScreenProps) {
  const { t } = useI18n();
  const { session } = useApplication();
  const [step, setStep] = useState<'welcome' | 'create' | 'return'>(replacing ?? 'welcome');
  const back = () => (replacing === undefined ? setStep('welcome') : session.keepLost());
  if (step === 'return') return <ReturnScreen status={status} onBack={back} />;
  if (step === 'create') {
    return (
      <Stage title={t('create.title')}>
        {replacing === 'create' ? <Banner kind="warning">{t('create.replacing')}</Banner> : null}
        <MemoryNotice status={status} />
        <CreateForm onBack={back} />
      </Stage>
    );
  }
  return (
    <Stage title={t('welcome.title')}>
      <p className="soft">{t('welcome.text')}</p>
      <MemoryNotice status={status} />
      <div className="stage-actions">
        <Button kind="primary" isWide onPress={() => setStep('create')}>
          {t('welcome.create')}
        </Button>
        <Button isWide onPress={() => setStep('return')}>
          {t('welcome.return')}
        </Button>
      </div>
    </Stage>
  );
}
