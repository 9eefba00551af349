/** What the keys do while something lies over the main screen. */
import { LIMITS } from '@sotto/wire';
import type { AddOverlay, Overlay } from './app-state.ts';
import { pressDevicesKey } from './devices-keys.ts';
import { editDraft, insert } from './draft.ts';
import type { KeyContext } from './key-context.ts';
import type { Keystroke } from './keystroke.ts';
import { pressMuteKey } from './mute-keys.ts';
import { pressScrollKey } from './scroll-keys.ts';
import { pressReactKey, pressSearchKey, pressTimerKey } from './search-keys.ts';
import { pressSettingsKey } from './settings-keys.ts';

/** What is typed over these is text, and a letter is no key. */
export const TAKES_TEXT: ReadonlySet<Overlay['kind']> = new Set(['add', 'search', 'react']);

export function pressOverlayKey(stroke: Keystroke, overlay: Overlay, context: KeyContext): void {
  const { store, controller } = context;
  const { text } = stroke;
  if (
    stroke.key === 'escape' ||
    (!TAKES_TEXT.has(overlay.kind) && text === 'q') ||
    (overlay.kind === 'help' && text === '?')
  ) {
    store.dispatch({ type: 'overlay', overlay: undefined });
  } else if ('scroll' in overlay) {
    pressScrollKey(stroke, overlay, context);
  } else if (overlay.kind === 'link') {
    if (text === 'c') context.copy(store.get().link);
  } else if (overlay.kind === 'add') {
    pressAddKey(stroke, overlay, context);
  } else if (overlay.kind === 'search') {
    pressSearchKey(stroke, overlay, context);
  } else if (overlay.kind === 'react') {
    pressReactKey(stroke, overlay, context);
  } else if (overlay.kind === 'timer') {
    pressTimerKey(stroke, overlay, context);
  } else if (overlay.kind === 'mute') {
    pressMuteKey(stroke, overlay, context);
  } else if (overlay.kind === 'devices') {
    pressDevicesKey(stroke, overlay, context);
  } else if (overlay.kind === 'settings') {
    pressSettingsKey(stroke, overlay, context);
  } else if (overlay.kind === 'verify') {
    if (text === 'm') controller.markVerified(overlay.contact);
    // Offered, and done by the client, only while the keys are changed ones.
    if (text === 'g') controller.acceptChangedKeys(overlay.contact);
  }
}

const OTHER_FIELD = new Set(['tab', 'shift-tab', 'up', 'down']);

function pressAddKey({ key, text }: Keystroke, overlay: AddOverlay, { store, controller }: KeyContext): void {
  const { field, busy } = overlay;
  if (busy) return;
  if (key === 'enter') {
    if (overlay.link.text.trim() === '') return;
    if (field === 'link') store.dispatch({ type: 'add', change: { field: 'name' } });
    else controller.addContact(overlay.link.text, overlay.name.text);
    return;
  }
  if (OTHER_FIELD.has(key)) {
    store.dispatch({ type: 'add', change: { field: field === 'link' ? 'name' : 'link' } });
    return;
  }
  const draft = overlay[field];
  const maxBytes = field === 'link' ? LIMITS.MAX_LINK_CHARS : LIMITS.MAX_NAME_BYTES;
  const line = text.replace(/\s+/gu, field === 'link' ? '' : ' ');
  const next = key === 'text' ? insert(draft, line, maxBytes) : editDraft(draft, key);
  if (next !== undefined) store.dispatch({ type: 'add', change: { [field]: next, problem: undefined } });
  else if (key === 'text') store.dispatch({ type: 'add', change: { problem: 'That is too long.' } });
}
