import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Choice } from '../../components/choice.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Problem } from '../../components/problem.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import { useClient } from '../../state/application.ts';
import { pageClock } from '../../state/page-clock.ts';
import { useAction } from '../../state/use-action.ts';
import type { ConversationDialogProps } from './conversation-dialog-props.ts';
import { MUTE_CHOICES, type MuteTime, mutedUntil } from './mute-time.ts';

export function MuteDialog({ contact, onClose }: ConversationDialogProps) {
  const { t } = useI18n();
  const client = useClient();
  const [choice, setChoice] = useState<MuteTime>('workday');
  const mute = useAction(async () => {
    await client.mute(contact.id, mutedUntil(choice, pageClock.nowMs()));
    onClose();
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('mute.title', { name: contact.name })}
      actions={
        <>
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button kind="primary" isBusy={mute.isBusy} onPress={() => mute.run()}>
            {t('mute.action')}
          </Button>
        </>
      }
    >
      <p className="soft">{t('mute.text', { name: contact.name })}</p>
      <Choice
        label={t('mute.choice')}
        value={choice}
        options={MUTE_CHOICES.map((value) => ({ value, text: t(`mute.${value}`) }))}
        onChange={setChoice}
      />
      <Problem error={mute.failure} />
    </Dialog>
  );
}
