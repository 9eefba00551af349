import type { ReactNode } from 'react';
import './empty-state.css';
import { Mark } from './mark.tsx';

export interface EmptyStateProps {
  readonly title: string;
  readonly children?: ReactNode;
  /** What can be done about it. */
  readonly action?: ReactNode;
}

/** What stands where nothing is yet. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="empty">
      <span className="empty-mark">
        <Mark size={56} />
      </span>
      <h2 className="empty-title voice">{title}</h2>
      {children === undefined ? null : <div className="empty-text">{children}</div>}
      {action}
    </div>
  );
}
