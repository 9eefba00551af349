import type { ContactView } from '@sotto/client';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Icon } from '../../components/icon.tsx';
import { Problem } from '../../components/problem.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import { useClient } from '../../state/application.ts';
import { useAction } from '../../state/use-action.ts';

export function BlockContact({ contact }: { readonly contact: ContactView }) {
  const { t } = useI18n();
  const client = useClient();
  const [isAsking, setAsking] = useState(false);
  const block = useAction(async () => {
    await client.block(contact.id);
    setAsking(false);
  });
  const unblock = useAction(async () => {
    await client.unblock(contact.id);
  });
  if (contact.status === 'blocked') {
    return (
      <section className="card">
        <p>{t('contact.unblock.text')}</p>
        <Button isBusy={unblock.isBusy} onPress={() => unblock.run()}>
          {t('contact.unblock')}
        </Button>
        <Problem error={unblock.failure} />
      </section>
    );
  }
  return (
    <section>
      <Button kind="plain" onPress={() => setAsking(true)}>
        <Icon name="block" />
        {t('contact.block')}
      </Button>
      <Dialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t('contact.block.title', { name: contact.name })}
        actions={
          <>
            <Button onPress={() => setAsking(false)}>{t('action.cancel')}</Button>
            <Button kind="danger" isBusy={block.isBusy} onPress={() => block.run()}>
              {t('contact.block')}
            </Button>
          </>
        }
      >
        <p>{t('contact.block.text')}</p>
        <Problem error={block.failure} />
      </Dialog>
    </section>
  );
}
