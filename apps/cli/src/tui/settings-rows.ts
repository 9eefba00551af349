/** The settings as rows of the panel: what each means, and what mailboxes-only cannot do. Pure. */
import { MAILBOXES_ONLY, OWN_MAILBOX, SETTING_NAMES, SETTINGS, type SettingName } from '../settings-text.ts';
import type { SettingsOverlay } from './app-state.ts';
import { panelColumns } from './panel-size.ts';
import type { Row, Span } from './row.ts';
import { wrapColumns } from './wrap.ts';

const COUNTS = 'A change counts at once, for this device only.';
const STATE_COLUMNS = 5;
const INDENT = ' '.repeat(STATE_COLUMNS + 2);

export interface SettingsView {
  readonly all: readonly Row[];
  /** The uppermost row that is seen. */
  readonly top: number;
}

/** `columns` of the window; `height`: rows that the panel shows. */
export function settingsView(overlay: SettingsOverlay, columns: number, height: number): SettingsView {
  const width = panelColumns(columns);
  const parts = SETTING_NAMES.map((name) => ({ name, rows: settingRows(name, overlay, width) }));
  const all = [...parts.flatMap(({ rows }) => rows), ...textRows('counts', COUNTS, width)];
  const before = parts.slice(
    0,
    parts.findIndex(({ name }) => name === overlay.pointed),
  );
  const start = before.reduce((sum, { rows }) => sum + rows.length, 0);
  const end = start + (parts[before.length]?.rows.length ?? 0);
  // As little as shows all of the one that is pointed at, and its beginning in any case.
  const following = Math.min(start, Math.max(0, end - height));
  return { all, top: Math.max(0, Math.min(overlay.top ?? following, all.length - height)) };
}

/** One setting, what it means, and the space after it. */
function settingRows(name: SettingName, overlay: SettingsOverlay, columns: number): readonly Row[] {
  const { values, pointed, changing, problem, hasOwnMailbox } = overlay;
  const { of, text } = SETTINGS[name];
  const isOn = values[of];
  const isPointed = name === pointed;
  const head: readonly Span[] = [
    { text: isPointed ? '▸ ' : '  ', bold: true },
    { text: (isOn ? 'on' : 'off').padEnd(STATE_COLUMNS), bold: isPointed, ...(isOn ? { color: 'green' } : {}) },
    { text: name, bold: isPointed },
    ...(name === changing ? [{ text: '  changing …', color: 'cyan' }] : []),
  ];
  const inner = columns - INDENT.length;
  return [
    { key: name, spans: head },
    ...(problem?.of === name
      ? indented(textRows(`${name}-problem`, `! ${problem.text}`, inner, { color: 'red' }))
      : []),
    ...indented(textRows(`${name}-text`, text, inner, { dim: true })),
    { key: `${name}-space`, spans: [{ text: ' ' }] },
    ...(of === 'mailboxesOnly' ? limitRows(hasOwnMailbox, columns) : []),
  ];
}

/** Said before it is chosen, too. */
function limitRows(hasOwnMailbox: boolean, columns: number): readonly Row[] {
  const limits = [MAILBOXES_ONLY, ...(hasOwnMailbox ? [OWN_MAILBOX] : [])];
  return [
    ...textRows('limits', 'With mailboxes-only on:', columns, { bold: true }),
    ...limits.flatMap((lines, i) => [
      ...textRows(`limit-${i}`, lines.replaceAll('\n', ' '), columns),
      { key: `limit-${i}-space`, spans: [{ text: ' ' }] },
    ]),
  ];
}

function textRows(key: string, text: string, columns: number, style: Omit<Span, 'text'> = {}): readonly Row[] {
  return wrapColumns(text, columns).map((line, i) => ({ key: `${key}-${i}`, spans: [{ ...style, text: line }] }));
}

function indented(rows: readonly Row[]): readonly Row[] {
  return rows.map(({ key, spans }) => ({ key, spans: [{ text: INDENT }, ...spans] }));
}
