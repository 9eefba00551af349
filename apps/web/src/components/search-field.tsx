import type { KeyboardEvent, Ref } from 'react';
import { SearchField as AriaSearchField, Button, Input } from 'react-aria-components';
import { useI18n } from '../i18n/i18n.tsx';
import { Icon } from './icon.tsx';
import './search-field.css';

export interface SearchFieldProps {
  /** What is searched. */
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly maxLength: number;
  readonly onChange: (value: string) => void;
  /** Keys that the field itself does nothing with. */
  readonly onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void;
  readonly onFocus?: () => void;
  readonly autoFocus?: boolean;
  readonly ref?: Ref<HTMLInputElement>;
}

/** Escape empties it. */
export function SearchField({ label, placeholder, onKeyDown, onFocus, ref, ...rest }: SearchFieldProps) {
  const { t } = useI18n();
  return (
    <AriaSearchField {...rest} aria-label={label} className="search-field">
      <span className="search-field-frame">
        <Icon name="search" size={18} />
        <Input
          {...(ref === undefined ? {} : { ref })}
          className="search-field-input"
          placeholder={placeholder}
          autoComplete="off"
          enterKeyHint="search"
          onKeyDown={onKeyDown}
          onFocus={onFocus}
        />
        {rest.value === '' ? null : (
          <Button className="search-field-clear" aria-label={t('search.clear')}>
            <Icon name="close" size={16} />
          </Button>
        )}
      </span>
    </AriaSearchField>
  );
}
