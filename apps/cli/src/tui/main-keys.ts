/** What the keys of the main screen do, and where a paste goes. */
import { EMPTY_ADD_OVERLAY, EMPTY_SEARCH } from './add-overlay-state.ts';
import { type AppState, contactById, draftFor, openContact, writingBlocked } from './app-state.ts';
import { pressComposerKey } from './composer-keys.ts';
import { ARCHIVE } from './contact-order.ts';
import { EMPTY_DRAFT } from './draft.ts';
import type { KeyContext } from './key-context.ts';
import type { Keystroke } from './keystroke.ts';
import { pressListKey, retryLost } from './list-keys.ts';
import { pickNewest, pressMessageKey } from './message-keys.ts';
import { pressOverlayKey, TAKES_TEXT } from './overlay-keys.ts';

export function pressMainKey(stroke: Keystroke, context: KeyContext): void {
  const { store } = context;
  if (store.get().flash !== undefined) store.dispatch({ type: 'flash', flash: undefined });
  const { overlay } = store.get();
  if (stroke.key === 'ctrl-c') interrupt(context);
  else if (overlay !== undefined) pressOverlayKey(stroke, overlay, context);
  else if (!pressAnywhere(stroke, context) && !pressMessageKey(stroke, context)) pressHere(stroke, context);
}

function pressHere(stroke: Keystroke, context: KeyContext): void {
  const contact = contactBeingWritten(context.store.get());
  if (contact !== undefined) pressComposerKey(stroke, contact, context);
  else pressListKey(stroke, context);
}

/** A paste is text, never commands: it goes where text is taken now, or nowhere. */
export function pasteText(text: string, context: KeyContext): void {
  const state = context.store.get();
  const takesText =
    state.overlay === undefined ? contactBeingWritten(state) !== undefined : TAKES_TEXT.has(state.overlay.kind);
  if (takesText) {
    context.store.dispatch({ type: 'pick', message: undefined });
    pressMainKey({ key: 'text', text }, context);
  }
}

function contactBeingWritten(state: AppState): string | undefined {
  const contact = openContact(state);
  if (state.focus !== 'composer' || contact === undefined) return undefined;
  return writingBlocked(contact) === undefined ? contact.id : undefined;
}

/** Ctrl-C empties a message that is being written; with nothing to lose it quits. */
function interrupt({ store, quit }: KeyContext): void {
  const state = store.get();
  const contact = state.overlay === undefined ? contactBeingWritten(state) : undefined;
  if (contact === undefined || draftFor(state, contact).text === '') {
    quit();
    return;
  }
  store.dispatch({ type: 'draft', contact, draft: EMPTY_DRAFT });
  store.dispatch({ type: 'flash', flash: { text: 'Emptied. Ctrl-C once more quits.', tone: 'plain' } });
}

function pressAnywhere({ key }: Keystroke, context: KeyContext): boolean {
  const { store, controller, scroll } = context;
  switch (key) {
    case 'page-up':
      scroll(-1);
      return true;
    case 'page-down':
      scroll(1);
      return true;
    case 'tab':
    case 'shift-tab': {
      const { focus, conversation } = store.get();
      store.dispatch({
        type: 'focus',
        focus: focus === 'composer' || conversation === undefined ? 'list' : 'composer',
      });
      return true;
    }
    case 'alt-up':
    case 'alt-down': {
      const step = key === 'alt-up' ? -1 : 1;
      store.dispatch({ type: 'point', step });
      if (store.get().cursor === ARCHIVE) store.dispatch({ type: 'point', step });
      const contact = contactById(store.get(), store.get().cursor);
      if (contact !== undefined) controller.open(contact.id);
      return true;
    }
    case 'ctrl-t':
      pickNewest(context);
      return true;
    case 'ctrl-f':
      store.dispatch({ type: 'overlay', overlay: EMPTY_SEARCH });
      return true;
    case 'ctrl-n':
      store.dispatch({ type: 'overlay', overlay: EMPTY_ADD_OVERLAY });
      return true;
    case 'ctrl-r':
      retryLost(context);
      return true;
    default:
      return false;
  }
}
