import type { ReactNode } from 'react';
import './list-row.css';

export interface ListRowProps {
  readonly before?: ReactNode;
  readonly title: ReactNode;
  readonly text?: ReactNode;
  /** At the end: a time, a count, a switch. */
  readonly after?: ReactNode;
}

/** What a row of a list shows; what a press of it does is the list's. */
export function ListRow({ before, title, text, after }: ListRowProps) {
  return (
    <div className="list-row">
      {before}
      <div className="list-row-text">
        <div className="list-row-title">{title}</div>
        {text === undefined ? null : <div className="list-row-note">{text}</div>}
      </div>
      {after === undefined ? null : <div className="list-row-after">{after}</div>}
    </div>
  );
}
