/** The account is here and locked: the passphrase opens it, or a passkey where one was added. */

import { useState } from 'react';
import { Form } from 'react-aria-components';
import type { HomeStatus } from 'sotto';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Icon } from '../components/icon.tsx';
import { PassphraseField } from '../components/passphrase-field.tsx';
import { isTooLong } from '../components/passphrase-strength.ts';
import { Problem } from '../components/problem.tsx';
import { Progress } from '../components/progress.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { MemoryNotice } from '../shell/memory-notice.tsx';
import { Stage } from '../shell/stage.tsx';
import { useApplication } from '../state/application.ts';
import { useAction } from '../state/use-action.ts';

export function UnlockScreen({ status }: { readonly status: HomeStatus }) {
  const { t } = useI18n();
  const { session } = useApplication();
  const [passphrase, setPassphrase] = useState('');
  const unlock = useAction((how: { readonly passphrase: string } | 'passkey') => session.unlock(how));
  return (
    <Stage title={t('unlock.title')}>
      <p className="soft">{t('unlock.text')}</p>
      <MemoryNotice status={status} />
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          if (passphrase !== '' && !isTooLong(passphrase)) unlock.run({ passphrase });
        }}
      >
        <PassphraseField
          purpose="current"
          label={t('unlock.passphrase')}
          value={passphrase}
          onChange={setPassphrase}
          isReadOnly={unlock.isBusy}
          autoFocus
        />
        <Problem error={unlock.failure} />
        {unlock.isBusy ? <Progress label={t('unlock.busy')} /> : null}
        <div className="stage-actions">
          <Button kind="primary" isWide type="submit" isBusy={unlock.isBusy}>
            {t('unlock.submit')}
          </Button>
          {status.passkey === true ? (
            <Button isWide isDisabled={unlock.isBusy} onPress={() => unlock.run('passkey')}>
              <Icon name="passkey" /> {t('unlock.passkey')}
            </Button>
          ) : null}
        </div>
      </Form>
      <Forgotten />
    </Stage>
  );
}

function Forgotten() {
  const { t } = useI18n();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button kind="plain" onPress={() => setOpen(true)}>
        {t('unlock.forgot')}
      </Button>
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title={t('unlock.forgot')}>
        <p>{t('unlock.forgot.text')}</p>
      </Dialog>
    </>
  );
}
