/** What key handlers of the main screen work with. */
import type { AppController } from './app-controller.ts';
import type { AppAction } from './app-reducer.ts';
import type { AppState } from './app-state.ts';
import type { Store } from './store.ts';

export interface KeyContext {
  /** Read at every press: several presses may come in one chunk. */
  readonly store: Store<AppState, AppAction>;
  readonly controller: AppController;
  readonly quit: () => void;
  /** Scrolls the conversation by `pages`; negative: up. */
  readonly scroll: (pages: number) => void;
  readonly window: () => { readonly columns: number; readonly rows: number };
  /** Puts text on the clipboard of the terminal, if it allows that. */
  readonly copy: (text: string) => void;
}
