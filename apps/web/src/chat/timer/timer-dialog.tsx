/** After which time new messages of a conversation disappear (specs/11 §6). */
import type { ContactView } from '@sotto/client';
import { LIMITS } from '@sotto/wire';
import { useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { Button } from '../../components/button.tsx';
import { Choice } from '../../components/choice.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Problem } from '../../components/problem.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import { useClient } from '../../state/application.ts';
import { useAction } from '../../state/use-action.ts';
import { exactDuration } from '../text/duration.ts';
import { customOf, customSeconds, TIMER_CHOICES, TIMER_UNITS, type TimerUnit } from './timer-choice.ts';
import './timer-dialog.css';

export interface TimerDialogProps {
  readonly contact: ContactView;
  /** What is set now; 0: off. */
  readonly seconds: number;
  readonly onClose: () => void;
}

const CUSTOM = 'custom';

export function TimerDialog({ contact, seconds, onClose }: TimerDialogProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const client = useClient();
  const [chosen, setChosen] = useState(TIMER_CHOICES.includes(seconds) ? String(seconds) : CUSTOM);
  const [custom, setCustom] = useState(() => customOf(seconds));
  const wanted = chosen === CUSTOM ? customSeconds(custom.amount, custom.unit) : Number(chosen);
  const set = useAction(async () => {
    if (wanted === undefined) return;
    if (wanted !== seconds) await client.setTimer(contact.id, wanted);
    onClose();
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('timer.title')}
      actions={
        <>
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button kind="primary" isDisabled={wanted === undefined} isBusy={set.isBusy} onPress={() => set.run()}>
            {t('timer.set')}
          </Button>
        </>
      }
    >
      <p className="soft small">{t('timer.text')}</p>
      <RadioGroup className="timer-choices" value={chosen} onChange={setChosen}>
        <Label className="visually-hidden">{t('timer.title')}</Label>
        {TIMER_CHOICES.map((choice) => (
          <Radio key={choice} value={String(choice)} className="timer-choice">
            {choice === 0 ? t('timer.off') : exactDuration(i18n, choice)}
          </Radio>
        ))}
        <Radio value={CUSTOM} className="timer-choice">
          {t('timer.custom')}
        </Radio>
      </RadioGroup>
      {chosen === CUSTOM ? (
        <CustomTime
          amount={custom.amount}
          unit={custom.unit}
          isWrong={custom.amount !== '' && wanted === undefined}
          onChange={setCustom}
        />
      ) : null}
      <p className="soft small">{t('timer.limits')}</p>
      <Problem error={set.failure} />
    </Dialog>
  );
}

interface CustomTimeProps {
  readonly amount: string;
  readonly unit: TimerUnit;
  readonly isWrong: boolean;
  readonly onChange: (custom: { readonly amount: string; readonly unit: TimerUnit }) => void;
}

function CustomTime({ amount, unit, isWrong, onChange }: CustomTimeProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const bounds = t('timer.custom.bounds', { longest: exactDuration(i18n, LIMITS.MAX_TIMER_SECONDS) });
  return (
    <div className="timer-custom">
      <TextField
        label={t('timer.custom.amount')}
        value={amount}
        inputMode="numeric"
        onChange={(next) => onChange({ amount: next, unit })}
        {...(isWrong ? { error: bounds } : { hint: bounds })}
      />
      <Choice
        label={t('timer.custom.unit')}
        value={unit}
        options={(Object.keys(TIMER_UNITS) as TimerUnit[]).map((value) => ({ value, text: t(`timer.unit.${value}`) }))}
        onChange={(next) => onChange({ amount, unit: next })}
      />
    </div>
  );
}
