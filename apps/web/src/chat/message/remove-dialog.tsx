/** Deleting a message, with what each way can do and what it cannot (specs/11 §5). */
import type { MessageView } from '@sotto/client';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Problem } from '../../components/problem.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import { useClient } from '../../state/application.ts';
import { useAction } from '../../state/use-action.ts';
import { isDeletableForAll } from './message-actions.ts';
import './remove-dialog.css';

export interface RemoveDialogProps {
  readonly message: MessageView;
  /** What the other person is called. */
  readonly name: string;
  readonly canSend: boolean;
  readonly onClose: () => void;
}

export function RemoveDialog({ message, name, canSend, onClose }: RemoveDialogProps) {
  const { t } = useI18n();
  const client = useClient();
  const forMe = useAction(async () => {
    await client.deleteForMe(message.id);
    onClose();
  });
  const forAll = useAction(async () => {
    await client.deleteForAll(message.id);
    onClose();
  });
  const isForAll = canSend && isDeletableForAll(message);
  return (
    <Dialog isOpen onClose={onClose} title={t('remove.title')}>
      {isForAll ? (
        <div className="remove-way">
          <p>{t('remove.for-all.text', { name })}</p>
          <Button kind="danger" isWide isBusy={forAll.isBusy} onPress={() => forAll.run()}>
            {t('remove.for-all')}
          </Button>
        </div>
      ) : null}
      <div className="remove-way">
        <p>{t('remove.for-me.text', { name })}</p>
        <Button kind={isForAll ? 'quiet' : 'danger'} isWide isBusy={forMe.isBusy} onPress={() => forMe.run()}>
          {t('remove.for-me')}
        </Button>
      </div>
      <Problem error={forMe.failure ?? forAll.failure} />
    </Dialog>
  );
}
