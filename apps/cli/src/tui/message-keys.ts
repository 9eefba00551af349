/** What the keys do while one message of the conversation is picked: reply, react, edit, info, delete. */
import type { MessageView } from '@sotto/client';
import { pickedMessage } from './app-state.ts';
import { draftOf, EMPTY_DRAFT } from './draft.ts';
import type { KeyContext } from './key-context.ts';
import type { Keystroke } from './keystroke.ts';

/** Picks the newest message, if there is one. */
export function pickNewest({ store }: KeyContext): void {
  const newest = store.get().conversation?.messages.at(-1);
  if (newest !== undefined) store.dispatch({ type: 'pick', message: newest.id });
}

/** `false`: no message is picked. */
export function pressMessageKey({ key, text }: Keystroke, context: KeyContext): boolean {
  const { store } = context;
  const message = pickedMessage(store.get());
  if (message === undefined) return false;
  const { confirmDelete } = store.get();
  if (confirmDelete !== undefined) store.dispatch({ type: 'confirm-delete', message: undefined });
  const name = key === 'text' ? text : key;
  if (name === 'up' || name === 'down') step(name === 'up' ? -1 : 1, message, context);
  else ACTIONS[name]?.(message, { ...context, confirmed: confirmDelete === message.id });
  return true;
}

function step(by: number, { id }: MessageView, { store }: KeyContext): void {
  const messages = store.get().conversation?.messages ?? [];
  const next = messages[messages.findIndex((message) => message.id === id) + by];
  if (next !== undefined) store.dispatch({ type: 'pick', message: next.id });
  else if (by > 0) store.dispatch({ type: 'pick', message: undefined });
}

interface ActionContext extends KeyContext {
  /** Deleting for both was asked for once already. */
  readonly confirmed: boolean;
}

const ACTIONS: Readonly<Record<string, (message: MessageView, context: ActionContext) => void>> = {
  escape: (_, { store }) => store.dispatch({ type: 'pick', message: undefined }),
  r: ({ contact, id, text }, { store }) => {
    store.dispatch({ type: 'intend', contact, intent: { kind: 'reply', message: id, text } });
    store.dispatch({ type: 'pick', message: undefined });
  },
  e: (message, context) => edit(message, context),
  '+': ({ id, isDeleted }, { store }) => {
    if (isDeleted) return;
    store.dispatch({ type: 'overlay', overlay: { kind: 'react', message: id, draft: EMPTY_DRAFT } });
  },
  d: ({ id, direction, isDeleted }, { store, controller, confirmed }) => {
    if (direction === 'in' || isDeleted) controller.deleteForMe(id);
    else if (confirmed) controller.deleteForAll(id);
    else store.dispatch({ type: 'confirm-delete', message: id });
  },
  i: ({ id }, { controller }) => controller.info.show(id),
  D: ({ id }, { controller }) => controller.deleteForMe(id),
};

function edit({ contact, id, direction, text, isDeleted }: MessageView, { store }: KeyContext): void {
  if (direction === 'in' || isDeleted) {
    store.dispatch({ type: 'flash', flash: { text: 'Only your own messages can be edited.', tone: 'plain' } });
    return;
  }
  store.dispatch({ type: 'intend', contact, intent: { kind: 'edit', message: id, text } });
  store.dispatch({ type: 'draft', contact, draft: draftOf(text) });
  store.dispatch({ type: 'pick', message: undefined });
}
