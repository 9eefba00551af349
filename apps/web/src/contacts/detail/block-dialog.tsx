/** Asks before somebody is blocked, and says what follows from it. */
import type { ContactView } from '@sotto/client';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Problem } from '../../components/problem.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import { useClient } from '../../state/application.ts';
import { useAction } from '../../state/use-action.ts';

export interface BlockDialogProps {
  readonly contact: ContactView;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export function BlockDialog({ contact, isOpen, onClose }: BlockDialogProps) {
  const { t } = useI18n();
  const client = useClient();
  const block = useAction(async () => {
    await client.block(contact.id);
    onClose();
  });
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={t('contact.block.title', { name: contact.name })}
      actions={
        <>
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button kind="danger" isBusy={block.isBusy} onPress={() => block.run()}>
            {t('contact.block')}
          </Button>
        </>
      }
    >
      <p>{t('contact.block.text', { name: contact.name })}</p>
      <Problem error={block.failure} />
    </Dialog>
  );
}
