/** What the keys do in the settings. */
import { SETTING_NAMES, SETTINGS } from '../settings-text.ts';
import type { SettingsOverlay } from './app-state.ts';
import { panelRows } from './components/scrolled-panel.ts';
import type { KeyContext } from './key-context.ts';
import type { Keystroke } from './keystroke.ts';
import { settingsView } from './settings-rows.ts';

const STEPS: Readonly<Record<string, number>> = { up: -1, down: 1 };
const PAGES: Readonly<Record<string, number>> = { 'page-up': -1, 'page-down': 1 };

export function pressSettingsKey({ key, text }: Keystroke, overlay: SettingsOverlay, context: KeyContext): void {
  const { store, controller, window } = context;
  const { values, pointed } = overlay;
  if (key === 'enter' || text === ' ') {
    controller.settings.set(pointed, !values[SETTINGS[pointed].of]);
    return;
  }
  const step = STEPS[key];
  if (step !== undefined) {
    const next = SETTING_NAMES[SETTING_NAMES.indexOf(pointed) + step] ?? pointed;
    store.dispatch({ type: 'settings', change: { pointed: next, top: undefined } });
    return;
  }
  const page = PAGES[key];
  if (page === undefined) return;
  const { columns, rows } = window();
  const height = panelRows(rows);
  const { top } = settingsView(overlay, columns, height);
  // One row of the page before stays. What lies beyond the ends is cut when it is shown.
  store.dispatch({ type: 'settings', change: { top: top + page * Math.max(1, height - 1) } });
}
