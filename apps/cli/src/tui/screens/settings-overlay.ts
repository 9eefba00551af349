/** What this device lets others know, over the main screen, to be turned on and off. */
import { Box } from 'ink';
import { SETTINGS } from '../../settings-text.ts';
import type { SettingsOverlay } from '../app-state.ts';
import type { KeyHint } from '../components/footer.ts';
import { Panel } from '../components/panel.ts';
import { RowLine } from '../components/row-line.ts';
import { panelRows } from '../components/scrolled-panel.ts';
import { h } from '../h.ts';
import { panelColumns } from '../panel-size.ts';
import { settingsView } from '../settings-rows.ts';

interface SettingsScreenProps {
  readonly overlay: SettingsOverlay;
  readonly columns: number;
  readonly rows: number;
}

export function SettingsScreen({ overlay, columns, rows }: SettingsScreenProps) {
  const height = panelRows(rows);
  const { all, top } = settingsView(overlay, columns, height);
  const isMoreBelow = top + height < all.length;
  const scroll = all.length > height ? [{ key: isMoreBelow ? 'PgDn' : 'PgUp', does: 'more' }] : [];
  return h(
    Panel,
    { title: 'Settings of this device', columns, rows, hints: [...scroll, ...hintsFor(overlay)] },
    h(
      Box,
      { flexDirection: 'column', width: panelColumns(columns) },
      all.slice(top, top + height).map((row) => h(RowLine, { key: row.key, row })),
    ),
  );
}

/** In a narrow window the last ones are left out. */
function hintsFor({ values, pointed, changing }: SettingsOverlay): readonly KeyHint[] {
  const isOn = values[SETTINGS[pointed].of];
  return [
    ...(changing === undefined ? [{ key: 'Enter', does: isOn ? 'turn off' : 'turn on' }] : []),
    { key: 'Esc', does: 'close' },
    { key: '↑↓', does: 'choose' },
  ];
}
