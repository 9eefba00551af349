import type { ReactNode } from 'react';
import './banner.css';
import { Icon } from './icon.tsx';

export interface BannerProps {
  readonly kind: 'info' | 'good' | 'warning' | 'problem';
  readonly title?: string;
  readonly children?: ReactNode;
  /** Buttons. */
  readonly actions?: ReactNode;
  /** It appeared because of something that has just happened: it is read out. */
  readonly isNews?: boolean;
}

const ICONS = { info: 'info', good: 'check', warning: 'alert', problem: 'alert' } as const;

/** A message of the application that stays until what it says is no longer so. */
export function Banner({ kind, title, children, actions, isNews = false }: BannerProps) {
  return (
    <div className={`banner banner-${kind}`} role={isNews ? (kind === 'problem' ? 'alert' : 'status') : undefined}>
      <Icon name={ICONS[kind]} />
      <div className="banner-text">
        {title === undefined ? null : <p className="banner-title">{title}</p>}
        {children === undefined ? null : <div className="banner-body">{children}</div>}
      </div>
      {actions === undefined ? null : <div className="banner-actions">{actions}</div>}
    </div>
  );
}
