import { PassphraseField } from '../components/passphrase-field.tsx';
import { isRefused, isTooLong, MIN_PASSPHRASE_CHARACTERS } from '../components/passphrase-strength.ts';
import { useI18n } from '../i18n/i18n.tsx';

export interface NewPassphraseFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** That it is too short is said only then. */
  readonly isTried: boolean;
  readonly isDisabled: boolean;
}

/** The passphrase that a home on this device will have. */
export function NewPassphraseField({ isTried, ...field }: NewPassphraseFieldProps) {
  const { t } = useI18n();
  const isShort = isRefused(field.value) && !isTooLong(field.value);
  return (
    <PassphraseField
      {...field}
      purpose="new"
      label={t('create.passphrase')}
      hint={t('create.passphrase.hint')}
      error={isTried && isShort ? t('passphrase.too-short', { count: MIN_PASSPHRASE_CHARACTERS }) : undefined}
    />
  );
}
