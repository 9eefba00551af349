import type { ReactNode } from 'react';
import {
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
  FieldError,
  Input,
  Label,
  Text,
} from 'react-aria-components';
import './text-field.css';

export interface TextFieldProps extends Omit<AriaTextFieldProps, 'children' | 'className' | 'style'> {
  readonly label: string;
  /** What helps to fill it in. */
  readonly hint?: ReactNode;
  /** What is wrong with it, now. */
  readonly error?: string | undefined;
  /** Inside the frame, after the text: a button. */
  readonly after?: ReactNode;
}

export function TextField({ label, hint, error, after, ...rest }: TextFieldProps) {
  return (
    <AriaTextField {...rest} isInvalid={error !== undefined} className="field">
      <Label className="field-label">{label}</Label>
      <div className="field-frame">
        <Input className="field-input" />
        {after}
      </div>
      {error === undefined ? null : <FieldError className="field-error">{error}</FieldError>}
      {hint === undefined ? null : (
        <Text slot="description" className="field-hint">
          {hint}
        </Text>
      )}
    </AriaTextField>
  );
}
