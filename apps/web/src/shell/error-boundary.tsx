/** Catches what a component throws while it is drawn: the person gets a sentence and a way on, not an empty page. */
import { Component, type ReactNode } from 'react';
import { FailureScreen } from './failure-screen.tsx';

interface State {
  readonly caught?: { readonly error: unknown };
}

export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = {};

  static getDerivedStateFromError(error: unknown): State {
    return { caught: { error } };
  }

  override render(): ReactNode {
    const { caught } = this.state;
    return caught === undefined ? this.props.children : <FailureScreen error={caught.error} />;
  }
}
