import { useState } from 'react';
import { useI18n } from '../i18n/i18n.tsx';
import { IconButton } from './icon-button.tsx';
import { isTooLong, MIN_PASSPHRASE_CHARACTERS, STRENGTHS, type Strength, strengthOf } from './passphrase-strength.ts';
import './passphrase-field.css';
import { TextField, type TextFieldProps } from './text-field.tsx';

export interface PassphraseFieldProps
  extends Omit<TextFieldProps, 'type' | 'after' | 'value' | 'onChange' | 'autoComplete' | 'hint'> {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** `new`: shows how strong it is. */
  readonly purpose: 'new' | 'current';
  readonly hint?: string;
}

export function PassphraseField({ purpose, hint, error, value, ...rest }: PassphraseFieldProps) {
  const { t } = useI18n();
  const [isShown, setShown] = useState(false);
  return (
    <TextField
      {...rest}
      value={value}
      error={isTooLong(value) ? t('passphrase.long') : error}
      type={isShown ? 'text' : 'password'}
      autoComplete={purpose === 'new' ? 'new-password' : 'current-password'}
      autoCorrect="off"
      spellCheck="false"
      hint={purpose === 'new' ? <Meter hint={hint} value={value} isRefused={error !== undefined} /> : hint}
      after={
        <IconButton
          icon={isShown ? 'eye-closed' : 'eye'}
          label={t(isShown ? 'passphrase.hide' : 'passphrase.show')}
          onPress={() => setShown(!isShown)}
        />
      }
    />
  );
}

interface MeterProps {
  readonly hint: string | undefined;
  readonly value: string;
  /** What is wrong with it is said already. */
  readonly isRefused: boolean;
}

function Meter({ hint, value, isRefused }: MeterProps) {
  const { t } = useI18n();
  if (value === '') return hint;
  const strength = strengthOf(value);
  return (
    <span className="strength" data-strength={strength}>
      <span className="strength-bars" aria-hidden="true">
        {STRENGTHS.map((step, index) => (
          <span key={step} className={index <= STRENGTHS.indexOf(strength) ? 'strength-full' : ''} />
        ))}
      </span>
      {isRefused ? null : <span role="status">{textOf(strength, t)}</span>}
    </span>
  );
}

function textOf(strength: Strength, t: ReturnType<typeof useI18n>['t']): string {
  if (strength === 'too-short') return t('passphrase.too-short', { count: MIN_PASSPHRASE_CHARACTERS });
  return t(`passphrase.${strength}`);
}
