/** What the keys do while a message is being written. */
import { LIMITS } from '@sotto/wire';
import { draftFor } from './app-state.ts';
import { type Draft, EMPTY_DRAFT, editDraft, insert } from './draft.ts';
import type { KeyContext } from './key-context.ts';
import type { Keystroke } from './keystroke.ts';

export function pressComposerKey({ key, text }: Keystroke, contact: string, context: KeyContext): void {
  const { store } = context;
  const draft = draftFor(store.get(), contact);
  if (key === 'escape') leave(contact, context);
  else if (key === 'enter') send(draft, contact, context);
  else if (key === 'text') write(text, draft, contact, context);
  else if (key === 'alt-enter') write('\n', draft, contact, context);
  else {
    const edited = editDraft(draft, key);
    if (edited !== undefined) store.dispatch({ type: 'draft', contact, draft: edited });
  }
}

/** Out of an answer or an edit first, then out of the message. */
function leave(contact: string, { store }: KeyContext): void {
  const intent = store.get().intents[contact];
  if (intent === undefined) {
    store.dispatch({ type: 'focus', focus: 'list' });
    return;
  }
  store.dispatch({ type: 'intend', contact, intent: undefined });
  if (intent.kind === 'edit') store.dispatch({ type: 'draft', contact, draft: EMPTY_DRAFT });
}

function send(draft: Draft, contact: string, { store, controller }: KeyContext): void {
  if (draft.text.trim() === '') return;
  const intent = store.get().intents[contact];
  store.dispatch({ type: 'intend', contact, intent: undefined });
  store.dispatch({ type: 'draft', contact, draft: EMPTY_DRAFT });
  store.dispatch({ type: 'scroll', anchor: undefined });
  // Refused: the text comes back, unless something new has been written meanwhile.
  const onRefused = () => {
    if (draftFor(store.get(), contact).text !== '') return;
    store.dispatch({ type: 'draft', contact, draft });
    store.dispatch({ type: 'intend', contact, intent });
  };
  controller.send({ contact, text: draft.text, intent, onRefused });
}

function write(text: string, draft: Draft, contact: string, { store, controller }: KeyContext): void {
  const next = insert(draft, text, LIMITS.MAX_TEXT_BYTES);
  const refusal = `A message may have ${LIMITS.MAX_TEXT_BYTES} bytes: that did not fit.`;
  controller.typing(contact);
  if (next !== undefined) store.dispatch({ type: 'draft', contact, draft: next });
  else store.dispatch({ type: 'flash', flash: { text: refusal, tone: 'bad' } });
}
