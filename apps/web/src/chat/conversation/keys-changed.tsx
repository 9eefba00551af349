/** The keys are not those that the person accepted: nothing is written until somebody has looked (specs/08 §7, 5). */
import type { ContactView } from '@sotto/client';
import { useState } from 'react';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Problem } from '../../components/problem.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import { useClient } from '../../state/application.ts';
import { useAction } from '../../state/use-action.ts';

export interface KeysChangedProps {
  readonly contact: ContactView;
  /** The person wants to compare safety numbers. */
  readonly onCompare: () => void;
}

export function KeysChanged({ contact, onCompare }: KeysChangedProps) {
  const { t } = useI18n();
  const client = useClient();
  const [isAsking, setAsking] = useState(false);
  const accept = useAction(async () => {
    await client.acceptKeys(contact.id);
    setAsking(false);
  });
  return (
    <div className="conversation-decision">
      <Banner
        kind="warning"
        title={t('keys-changed.title', { name: contact.name })}
        isNews
        actions={
          <>
            <Button kind="primary" onPress={onCompare}>
              {t('keys-changed.compare')}
            </Button>
            <Button onPress={() => setAsking(true)}>{t('keys-changed.accept')}</Button>
          </>
        }
      >
        {t('keys-changed.text')}
      </Banner>
      <Dialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t('keys-changed.accept.title')}
        actions={
          <>
            <Button onPress={() => setAsking(false)}>{t('action.cancel')}</Button>
            <Button kind="danger" isBusy={accept.isBusy} onPress={() => accept.run()}>
              {t('keys-changed.accept')}
            </Button>
          </>
        }
      >
        <p>{t('keys-changed.accept.text')}</p>
        <Problem error={accept.failure} />
      </Dialog>
    </div>
  );
}
