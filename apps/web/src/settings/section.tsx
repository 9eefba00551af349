import type { ReactNode } from 'react';

/** A part of the settings under one heading. */
export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="settings-section">
      <h2 className="settings-heading">{title}</h2>
      <div className="settings-rows">{children}</div>
    </section>
  );
}

export interface RowProps {
  readonly title: string;
  readonly text?: ReactNode;
  /** What can be done about it. */
  readonly children?: ReactNode;
}

export function Row({ title, text, children }: RowProps) {
  return (
    <div className="settings-row">
      <div className="settings-row-text">
        <h3 className="settings-row-title">{title}</h3>
        {text === undefined ? null : <p className="soft small">{text}</p>}
      </div>
      {children}
    </div>
  );
}
