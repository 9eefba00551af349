/** A card of the page that says one thing. */
import { type ReactNode, useId } from 'react';

export interface FactProps {
  readonly title: string;
  readonly value?: string;
  readonly children: ReactNode;
}

export function Fact({ title, value, children }: FactProps) {
  const heading = useId();
  return (
    <section className="network-card fact" aria-labelledby={heading}>
      <h2 id={heading}>{title}</h2>
      {value === undefined ? null : <p className="fact-value">{value}</p>}
      {children}
    </section>
  );
}
