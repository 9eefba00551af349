import { useState } from 'react';
import { Form } from 'react-aria-components';
import { Button } from '../components/button.tsx';
import { isRefused } from '../components/passphrase-strength.ts';
import { Problem } from '../components/problem.tsx';
import { Progress } from '../components/progress.tsx';
import { useFaultFocus } from '../components/use-fault-focus.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { useApplication } from '../state/application.ts';
import { useAction } from '../state/use-action.ts';
import { isName, NameField } from './name-field.tsx';
import { NewPassphraseField } from './new-passphrase-field.tsx';

/** Name and passphrase of a new account. */
export function CreateForm({ onBack }: { readonly onBack: () => void }) {
  const { t } = useI18n();
  const { session } = useApplication();
  const [name, setName] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [isTried, setTried] = useState(false);
  const { form, refuse } = useFaultFocus();
  const create = useAction(() => session.create({ name: name.trim(), passphrase }));
  return (
    <Form
      ref={form}
      validationBehavior="aria"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (isName(name) && !isRefused(passphrase)) create.run();
        else refuse();
      }}
    >
      <NameField value={name} onChange={setName} isTried={isTried} isDisabled={create.isBusy} />
      <NewPassphraseField value={passphrase} onChange={setPassphrase} isTried={isTried} isDisabled={create.isBusy} />
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
