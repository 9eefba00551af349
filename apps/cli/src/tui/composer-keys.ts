/** What the keys do while a message is being written. */
import { LIMITS } from '@sotto/wire';
import { draftFor } from './app-state.ts';
import { type Draft, EMPTY_DRAFT, editDraft, insert } from './draft.ts';
import type { KeyContext } from './key-context.ts';
import type { Keystroke } from './keystroke.ts';

export function pressComposerKey({ key, text }: Keystroke, contact: string, context: KeyContext): void {
  const { store } = context;
  const draft = draftFor(store.get(), contact);
  if (key === 'escape') store.dispatch({ type: 'focus', focus: 'list' });
  else if (key === 'enter') send(draft, contact, context);
  else if (key === 'text') write(text, draft, contact, context);
  else if (key === 'alt-enter') write('\n', draft, contact, context);
  else {
    const edited = editDraft(draft, key);
    if (edited !== undefined) store.dispatch({ type: 'draft', contact, draft: edited });
  }
}

function send(draft: Draft, contact: string, { store, controller }: KeyContext): void {
  if (draft.text.trim() === '') return;
  store.dispatch({ type: 'draft', contact, draft: EMPTY_DRAFT });
  store.dispatch({ type: 'scroll', anchor: undefined });
  // Refused: the text comes back, unless something new has been written meanwhile.
  controller.send(contact, draft.text, () => {
    if (draftFor(store.get(), contact).text === '') store.dispatch({ type: 'draft', contact, draft });
  });
}

function write(text: string, draft: Draft, contact: string, { store }: KeyContext): void {
  const next = insert(draft, text, LIMITS.MAX_TEXT_BYTES);
  const refusal = `A message may have ${LIMITS.MAX_TEXT_BYTES} bytes: that did not fit.`;
  if (next !== undefined) store.dispatch({ type: 'draft', contact, draft: next });
  else store.dispatch({ type: 'flash', flash: { text: refusal, tone: 'bad' } });
}
