/**
 * What the keys do in the contact list: single letters act on the contact under the pointer, or on the open one while
 * nothing can be written to it. What harms asks twice.
 */
import type { ContactView } from '@sotto/client';
import { EMPTY_ADD_OVERLAY, EMPTY_SEARCH } from './add-overlay-state.ts';
import { contactById, openContact } from './app-state.ts';
import { ARCHIVE } from './contact-order.ts';
import type { ConversationController } from './conversation-controller.ts';
import type { KeyContext } from './key-context.ts';
import type { Keystroke } from './keystroke.ts';
import { isLost } from './lost-message.ts';

export function pressListKey({ key, text }: Keystroke, context: KeyContext): void {
  const { store } = context;
  const { confirmBlock, focus, cursor } = store.get();
  if (confirmBlock !== undefined) store.dispatch({ type: 'confirm-block', contact: undefined });
  const name = key === 'text' ? text : key;
  const general = GENERAL_KEYS[name];
  const target = focus === 'list' ? contactById(store.get(), cursor) : openContact(store.get());
  if (general !== undefined) general(context);
  else if (focus === 'list' && cursor === ARCHIVE && name === 'enter') store.dispatch({ type: 'toggle-archive' });
  else if (target !== undefined) pressContactKey(name, target, { ...context, confirmed: confirmBlock === target.id });
}

/** Sends again what failed or expired in the open conversation. */
export function retryLost({ store, controller }: KeyContext): void {
  const { conversation } = store.get();
  if (conversation === undefined) return;
  controller.retry(conversation.contact, conversation.messages.filter(isLost));
}

const GENERAL_KEYS: Readonly<Record<string, (context: KeyContext) => void>> = {
  up: ({ store }) => store.dispatch({ type: 'point', step: -1 }),
  down: ({ store }) => store.dispatch({ type: 'point', step: 1 }),
  home: ({ store }) => store.dispatch({ type: 'point', step: Number.NEGATIVE_INFINITY }),
  end: ({ store }) => store.dispatch({ type: 'point', step: Number.POSITIVE_INFINITY }),
  escape: ({ store }) => store.dispatch({ type: 'focus', focus: 'list' }),
  a: ({ store }) => store.dispatch({ type: 'overlay', overlay: EMPTY_ADD_OVERLAY }),
  l: ({ store }) => store.dispatch({ type: 'overlay', overlay: { kind: 'link' } }),
  s: ({ controller }) => controller.showStatus(),
  d: ({ controller }) => controller.devices.show(),
  ',': ({ controller }) => controller.settings.show(),
  '?': ({ store }) => store.dispatch({ type: 'overlay', overlay: { kind: 'help', scroll: 0 } }),
  '/': ({ store }) => store.dispatch({ type: 'overlay', overlay: EMPTY_SEARCH }),
  r: retryLost,
  q: ({ quit }) => quit(),
};

/** What a person sets for a conversation with a contact. */
const CONVERSATION_KEYS: Readonly<Record<string, (contact: string, conversations: ConversationController) => void>> = {
  p: (contact, conversations) => conversations.togglePin(contact),
  m: (contact, conversations) => conversations.showMute(contact),
  z: (contact, conversations) => conversations.toggleArchive(contact),
  u: (contact, conversations) => conversations.toggleUnread(contact),
  t: (contact, conversations) => conversations.showTimer(contact),
};

interface ContactKeyContext extends KeyContext {
  /** Blocking was asked for once already. */
  readonly confirmed: boolean;
}

function pressContactKey(name: string, target: ContactView, { store, controller, confirmed }: ContactKeyContext): void {
  const { id, status } = target;
  if (name === 'enter') controller.open(id);
  if (name === 'v') controller.showVerification(id);
  if (status === 'contact') CONVERSATION_KEYS[name]?.(id, controller.conversations);
  if (name === 'y' && status === 'request') controller.accept(id);
  if (name === 'u' && status === 'blocked') controller.unblock(id);
  if (name === 'b' && (status === 'request' || confirmed)) controller.block(id);
  else if (name === 'b' && status === 'contact') store.dispatch({ type: 'confirm-block', contact: id });
}
