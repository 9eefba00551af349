import { useState } from 'react';
import { Form } from 'react-aria-components';
import { Button } from '../components/button.tsx';
import { PassphraseField } from '../components/passphrase-field.tsx';
import { isTooLong, MIN_PASSPHRASE_CHARACTERS, strengthOf } from '../components/passphrase-strength.ts';
import { Problem } from '../components/problem.tsx';
import { Progress } from '../components/progress.tsx';
import { TextField } from '../components/text-field.tsx';
import { useFaultFocus } from '../components/use-fault-focus.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { useApplication } from '../state/application.ts';
import { useAction } from '../state/use-action.ts';
import { nameExcess } from './account-name.ts';

/** Name and passphrase of a new account. */
export function CreateForm({ onBack }: { readonly onBack: () => void }) {
  const { t } = useI18n();
  const { session } = useApplication();
  const [name, setName] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [isTried, setTried] = useState(false);
  const { form, refuse } = useFaultFocus();
  const create = useAction(() => session.create({ name: name.trim(), passphrase }));
  const excess = nameExcess(name);
  const isNameMissing = name.trim() === '';
  const isRefused = strengthOf(passphrase) === 'too-short' || isTooLong(passphrase);
  const nameError = excess > 0 ? t('create.name.long', { count: excess }) : t('create.name.missing');
  return (
    <Form
      ref={form}
      validationBehavior="aria"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (!isNameMissing && excess === 0 && !isRefused) create.run();
        else refuse();
      }}
    >
      <TextField
        label={t('create.name')}
        hint={t('create.name.hint')}
        error={excess > 0 || (isTried && isNameMissing) ? nameError : undefined}
        value={name}
        onChange={setName}
        isDisabled={create.isBusy}
        autoComplete="nickname"
        autoFocus
      />
      <PassphraseField
        purpose="new"
        label={t('create.passphrase')}
        hint={t('create.passphrase.hint')}
        error={
          isTried && isRefused && !isTooLong(passphrase)
            ? t('passphrase.too-short', { count: MIN_PASSPHRASE_CHARACTERS })
            : undefined
        }
        value={passphrase}
        onChange={setPassphrase}
        isDisabled={create.isBusy}
      />
      <Problem error={create.failure} />
      {create.isBusy ? <Progress label={t('create.busy.text')} /> : null}
      <div className="stage-actions">
        <Button kind="primary" isWide type="submit" isBusy={create.isBusy}>
          {create.isBusy ? t('create.busy') : t('create.submit')}
        </Button>
        <Button kind="plain" isWide isDisabled={create.isBusy} onPress={onBack}>
          {t('action.back')}
        </Button>
      </div>
    </Form>
  );
}
