import { useState } from 'react';
import { Form, Label, Radio, RadioGroup } from 'react-aria-components';
import { Button } from '../components/button.tsx';
import { isRefused } from '../components/passphrase-strength.ts';
import { Progress } from '../components/progress.tsx';
import { TextField } from '../components/text-field.tsx';
import { useFaultFocus } from '../components/use-fault-focus.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { useApplication } from '../state/application.ts';
import { useAction } from '../state/use-action.ts';
import { isName, NameField } from './name-field.tsx';
import { NewPassphraseField } from './new-passphrase-field.tsx';
import { readPlace } from './return-place.ts';
import { ReturnProblem } from './return-problem.tsx';

type Fate = 'keep' | 'revoke';

/** The second step: what this device is called, where the account is found, what becomes of the others. */
export function ReturnDevice({ phrase, onBack }: { readonly phrase: string; readonly onBack: () => void }) {
  const { t } = useI18n();
  const { session } = useApplication();
  const [name, setName] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [where, setWhere] = useState('');
  const [fate, setFate] = useState<Fate>();
  const [isTried, setTried] = useState(false);
  const { form, refuse } = useFaultFocus();
  const place = readPlace(where);
  const recover = useAction(async () => {
    if (fate === undefined) return;
    const known = place.kind === 'link' ? { link: place.link } : {};
    const mailboxes = place.kind === 'mailbox' ? [place.mailbox] : [];
    await session.recover({ words: phrase, name: name.trim(), passphrase, mailboxes, otherDevices: fate, ...known });
  });
  const isReady = isName(name) && !isRefused(passphrase) && fate !== undefined && place.kind !== 'neither';
  return (
    <Form
      ref={form}
      validationBehavior="aria"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (isReady) recover.run();
        else refuse();
      }}
    >
      <NameField value={name} onChange={setName} isTried={isTried} isDisabled={recover.isBusy} />
      <OldDevices value={fate} onChange={setFate} isMissing={isTried && fate === undefined} />
      <TextField
        label={t('return.where')}
        hint={t('return.where.hint')}
        error={place.kind === 'neither' ? t('return.where.wrong') : undefined}
        value={where}
        onChange={setWhere}
        isDisabled={recover.isBusy}
        autoComplete="off"
        autoCorrect="off"
        spellCheck="false"
      />
      <NewPassphraseField value={passphrase} onChange={setPassphrase} isTried={isTried} isDisabled={recover.isBusy} />
      <ReturnProblem error={recover.failure} />
      {recover.isBusy ? <Progress label={t('return.busy.text')} /> : null}
      <div className="stage-actions">
        <Button kind="primary" isWide type="submit" isBusy={recover.isBusy}>
          {recover.isBusy ? t('return.busy') : t('return.submit')}
        </Button>
        <Button kind="plain" isWide isDisabled={recover.isBusy} onPress={onBack}>
          {t('action.back')}
        </Button>
      </div>
    </Form>
  );
}

interface OldDevicesProps {
  readonly value: Fate | undefined;
  readonly onChange: (fate: Fate) => void;
  readonly isMissing: boolean;
}

/** No answer is chosen beforehand: to end a device that is in use, or to keep one that a thief has, are both mistakes. */
function OldDevices({ value, onChange, isMissing }: OldDevicesProps) {
  const { t } = useI18n();
  return (
    <RadioGroup
      className="return-fate"
      value={value ?? null}
      onChange={(next) => onChange(next === 'revoke' ? 'revoke' : 'keep')}
      isInvalid={isMissing}
    >
      <Label className="field-label">{t('return.devices')}</Label>
      <Radio value="revoke" className="return-fate-option">
        <span>{t('return.devices.lost')}</span>
        <span className="return-fate-text">{t('return.devices.lost.text')}</span>
      </Radio>
      <Radio value="keep" className="return-fate-option">
        <span>{t('return.devices.keep')}</span>
        <span className="return-fate-text">{t('return.devices.keep.text')}</span>
      </Radio>
      {isMissing ? (
        <p className="field-error" role="alert">
          {t('return.devices.missing')}
        </p>
      ) : null}
    </RadioGroup>
  );
}
