/** Compares safety numbers: by eye, or by scanning the code on the other screen (specs/01 §12; attack C5). */
import type { ContactView, VerificationView } from '@sotto/client';
import { useEffect, useState } from 'react';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { Choice } from '../../components/choice.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Problem } from '../../components/problem.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import { useClient } from '../../state/application.ts';
import { useAction } from '../../state/use-action.ts';
import { QrCode } from '../qr/qr-code.tsx';
import { Scanner } from '../qr/scanner.tsx';
import { comparedCode } from './compared-code.ts';
import { SafetyNumber } from './safety-number.tsx';
import './verify-dialog.css';

export interface VerifyDialogProps {
  readonly contact: ContactView;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

type Outcome = 'verified' | 'differ' | 'mismatch' | 'not-a-code';

export function VerifyDialog({ contact, isOpen, onClose }: VerifyDialogProps) {
  const { t } = useI18n();
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t('verify.title', { name: contact.name })}>
      <Comparison contact={contact} onClose={onClose} />
    </Dialog>
  );
}

function Comparison({ contact, onClose }: { readonly contact: ContactView; readonly onClose: () => void }) {
  const { t } = useI18n();
  const client = useClient();
  const [truth, setTruth] = useState<VerificationView>();
  const [failure, setFailure] = useState<unknown>();
  const [way, setWay] = useState<'show' | 'scan'>('show');
  const [outcome, setOutcome] = useState<Outcome>();
  useEffect(() => {
    if (contact.reachableKeys) client.verification(contact.id).then(setTruth, setFailure);
  }, [client, contact.id, contact.reachableKeys]);
  const mark = useAction(async () => {
    if (truth === undefined) return;
    // The number that was compared, so that keys which change meanwhile are not taken for verified.
    await client.markVerified(contact.id, truth.safetyNumber);
    setOutcome('verified');
  });
  const onText = (text: string) => {
    if (truth === undefined || outcome === 'verified') return;
    const compared = comparedCode(text, truth.safetyNumber);
    if (compared === 'same') mark.run();
    else setOutcome(compared);
  };

  if (!contact.reachableKeys) return <p>{t('verify.later', { name: contact.name })}</p>;
  if (truth === undefined) return <Problem error={failure} />;
  if (outcome === 'verified') return <Verified name={contact.name} onClose={onClose} />;
  if (outcome === 'differ' || outcome === 'mismatch') {
    return (
      <>
        <Banner kind="problem" title={t('verify.different.title')} isNews>
          {outcome === 'mismatch' ? t('verify.mismatch') : t('verify.different.text')}
        </Banner>
        <Button onPress={() => setOutcome(undefined)}>{t('action.back')}</Button>
      </>
    );
  }
  return (
    <div className="verify">
      <p className="soft">{t('verify.text', { name: contact.name })}</p>
      <Choice
        label={t('verify.number')}
        value={way}
        options={[
          { value: 'show', text: t('verify.show') },
          { value: 'scan', text: t('verify.scan') },
        ]}
        onChange={setWay}
      />
      {way === 'scan' ? (
        <Scanner onText={onText} />
      ) : (
        <>
          <SafetyNumber number={truth.safetyNumber} />
          <QrCode text={truth.safetyNumber.replace(/\D/g, '')} label={t('verify.qr')} />
          <div className="verify-answers">
            <Button kind="primary" isBusy={mark.isBusy} onPress={() => mark.run()}>
              {t('verify.same')}
            </Button>
            <Button onPress={() => setOutcome('differ')}>{t('verify.different')}</Button>
          </div>
        </>
      )}
      {outcome === 'not-a-code' ? (
        <Banner kind="warning" isNews>
          {t('verify.not-a-code')}
        </Banner>
      ) : null}
      <Problem error={mark.failure} />
    </div>
  );
}

function Verified({ name, onClose }: { readonly name: string; readonly onClose: () => void }) {
  const { t } = useI18n();
  return (
    <>
      <Banner kind="good" isNews>
        {t('verify.done', { name })}
      </Banner>
      {/* The button that was pressed is gone: keys would go nowhere. */}
      <Button kind="primary" autoFocus onPress={onClose}>
        {t('action.done')}
      </Button>
    </>
  );
}
