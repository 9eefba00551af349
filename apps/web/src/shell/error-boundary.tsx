/** Catches what a component throws while it is drawn: the person gets a sentence and a way on, not an empty page. */
import { Component, type ReactNode } from 'react';
import { lookForLaterBundle } from '../pwa/registration.ts';
import { BrokenScreen } from './broken-screen.tsx';

interface State {
  readonly caught?: { readonly error: unknown };
}

export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = {};

  static getDerivedStateFromError(error: unknown): State {
    return { caught: { error } };
  }

  /** It may be a part of the page that was not loaded yet, and that is not served any more. */
  override componentDidCatch(): void {
    void lookForLaterBundle();
  }

  override render(): ReactNode {
    const { caught } = this.state;
    return caught === undefined ? this.props.children : <BrokenScreen error={caught.error} />;
  }
}
