import { type Observable, ObservableValue } from '../../state/observable.ts';

const current = new ObservableValue(false);

/** Whether the help for the keyboard is shown. */
export const shortcutHelp: Observable<boolean> = current;

export function showShortcutHelp(isShown: boolean): void {
  current.set(isShown);
}
