import { useState } from 'react';
import { Form } from 'react-aria-components';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { PassphraseField } from '../components/passphrase-field.tsx';
import { Problem } from '../components/problem.tsx';
import { showToast } from '../components/toast.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useApplication, useClient } from '../state/application.ts';
import { useAction } from '../state/use-action.ts';

/** Adds a passkey: the passphrase is wanted because it opens the vault that the passkey is put into. */
export function PasskeyDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const { t } = useI18n();
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t('settings.passkey.add')}>
      <PasskeyForm onDone={onClose} />
    </Dialog>
  );
}

function PasskeyForm({ onDone }: { readonly onDone: () => void }) {
  const { t } = useI18n();
  const { session } = useApplication();
  const client = useClient();
  const [passphrase, setPassphrase] = useState('');
  const add = useAction(async () => {
    const { name } = await client.account();
    await session.composition?.addPasskey({ name, passphrase });
    showToast(t('settings.passkey.added'));
    onDone();
  });
  return (
    <Form
      className="dialog-body"
      onSubmit={(event) => {
        event.preventDefault();
        if (passphrase !== '') add.run();
      }}
    >
      <p className="soft">{t('settings.passkey.confirm')}</p>
      <PassphraseField
        purpose="current"
        label={t('unlock.passphrase')}
        value={passphrase}
        onChange={setPassphrase}
        isReadOnly={add.isBusy}
        autoFocus
      />
      <Problem error={add.failure} />
      <div className="dialog-actions">
        <Button onPress={onDone}>{t('action.cancel')}</Button>
        <Button kind="primary" type="submit" isBusy={add.isBusy}>
          {t('settings.passkey.add')}
        </Button>
      </div>
    </Form>
  );
}
