import { TextField } from '../components/text-field.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { nameExcess } from './account-name.ts';

export interface NameFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What is missing is said only then. */
  readonly isTried: boolean;
  readonly isDisabled: boolean;
}

/** How a person, or this device of theirs, is called. */
export function NameField({ isTried, ...field }: NameFieldProps) {
  const { t } = useI18n();
  const excess = nameExcess(field.value);
  const missing = isTried && field.value.trim() === '' ? t('create.name.missing') : undefined;
  return (
    <TextField
      {...field}
      label={t('create.name')}
      hint={t('create.name.hint')}
      error={excess > 0 ? t('create.name.long', { count: excess }) : missing}
      autoComplete="nickname"
      autoFocus
    />
  );
}

/** Whether an account can be called so. */
export function isName(value: string): boolean {
  return value.trim() !== '' && nameExcess(value) === 0;
}
