import type { ContactView } from '@sotto/client';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { Problem } from '../../components/problem.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import { useClient } from '../../state/application.ts';
import { useAction } from '../../state/use-action.ts';
import { BlockDialog } from './block-dialog.tsx';

export function BlockContact({ contact }: { readonly contact: ContactView }) {
  const { t } = useI18n();
  const client = useClient();
  const [isAsking, setAsking] = useState(false);
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
      <BlockDialog contact={contact} isOpen={isAsking} onClose={() => setAsking(false)} />
    </section>
  );
}
