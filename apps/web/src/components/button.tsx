import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import './button.css';

export interface ButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'style' | 'isPending'> {
  /** `primary`: what the screen is for, at most one; `quiet`: another way; `plain`: text; `danger`: loses something. */
  readonly kind?: 'primary' | 'quiet' | 'plain' | 'danger';
  /** Takes the width that there is. */
  readonly isWide?: boolean;
  /** Work goes on: the button keeps the focus and does nothing. */
  readonly isBusy?: boolean;
  readonly children: ReactNode;
}

export function Button({ kind = 'quiet', isWide = false, isBusy = false, children, onPress, ...rest }: ButtonProps) {
  return (
    <AriaButton
      {...rest}
      {...(onPress === undefined || isBusy ? {} : { onPress })}
      data-busy={isBusy || undefined}
      className={`button button-${kind}${isWide ? ' button-wide' : ''}`}
    >
      {isBusy ? <span className="button-busy" aria-hidden="true" /> : null}
      <span className="button-label">{children}</span>
    </AriaButton>
  );
}
