/** The first run: what this is, an account, or why recovery words cannot be taken yet. */

import { useState } from 'react';
import type { HomeStatus } from 'sotto';
import { Banner } from '../components/banner.tsx';
import { Button } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { MemoryNotice } from '../shell/memory-notice.tsx';
import { Stage } from '../shell/stage.tsx';
import { useApplication } from '../state/application.ts';
import { CreateForm } from './create-form.tsx';

export interface OnboardingScreenProps {
  readonly status: HomeStatus;
  /** The account takes the place of a lost one. */
  readonly isReplacing: boolean;
}

export function OnboardingScreen({ status, isReplacing }: OnboardingScreenProps) {
  const { t } = useI18n();
  const { session } = useApplication();
  const [step, setStep] = useState<'welcome' | 'create' | 'return'>(isReplacing ? 'create' : 'welcome');
  if (step === 'return') return <ReturnNotice onBack={() => setStep('welcome')} />;
  if (step === 'create') {
    return (
      <Stage title={t('create.title')}>
        {isReplacing ? <Banner kind="warning">{t('create.replacing')}</Banner> : null}
        <MemoryNotice status={status} />
        <CreateForm onBack={() => (isReplacing ? session.keepLost() : setStep('welcome'))} />
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

function ReturnNotice({ onBack }: { readonly onBack: () => void }) {
  const { t } = useI18n();
  return (
    <Stage title={t('return.title')}>
      <p>{t('return.text')}</p>
      <p className="soft">{t('return.history')}</p>
      <Button isWide autoFocus onPress={onBack}>
        {t('action.back')}
      </Button>
    </Stage>
  );
}
