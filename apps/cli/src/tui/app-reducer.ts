/** The one place where the state of the main screen changes: pure, total, and in small steps. */
import type {
  ContactView,
  ConversationView,
  MessageInfo,
  MessageView,
  NoticeView,
  SearchHitView,
  StatusReport,
  VerificationView,
} from '@sotto/client';
import {
  type AddOverlay,
  type AppState,
  type DevicesOverlay,
  type Flash,
  type Intent,
  MAX_LOADED_MESSAGES,
  type Overlay,
  type SettingsOverlay,
} from './app-state.ts';
import { ARCHIVE, listStops, sectionOf, sortContacts } from './contact-order.ts';
import type { Draft } from './draft.ts';
import { mergePage } from './message-page.ts';

export type AppAction =
  | { readonly type: 'contacts'; readonly contacts: readonly ContactView[] }
  | { readonly type: 'contact'; readonly contact: ContactView }
  | { readonly type: 'conversations'; readonly conversations: readonly ConversationView[] }
  | { readonly type: 'toggle-archive' }
  | { readonly type: 'message-info'; readonly info: MessageInfo; readonly atMs: number }
  | { readonly type: 'status'; readonly status: StatusReport }
  | { readonly type: 'removed'; readonly isRemoved: boolean }
  | { readonly type: 'point'; readonly step: number }
  | {
      readonly type: 'open';
      readonly contact: string;
      readonly messages: readonly MessageView[];
      readonly notices: readonly NoticeView[];
      readonly complete: boolean;
    }
  | { readonly type: 'newest'; readonly contact: string; readonly messages: readonly MessageView[] }
  | {
      readonly type: 'older';
      readonly contact: string;
      readonly messages: readonly MessageView[];
      readonly complete: boolean;
    }
  | { readonly type: 'message-state'; readonly message: MessageView }
  | { readonly type: 'message-removed'; readonly contact: string; readonly id: string }
  | { readonly type: 'pick'; readonly message: string | undefined }
  | { readonly type: 'intend'; readonly contact: string; readonly intent: Intent | undefined }
  | { readonly type: 'confirm-delete'; readonly message: string | undefined }
  | { readonly type: 'typing'; readonly contact: string; readonly isTyping: boolean }
  | { readonly type: 'found'; readonly query: string; readonly hits: readonly SearchHitView[] }
  | { readonly type: 'notices'; readonly contact: string; readonly notices: readonly NoticeView[] }
  | { readonly type: 'focus'; readonly focus: AppState['focus'] }
  | { readonly type: 'scroll'; readonly anchor: string | undefined }
  | { readonly type: 'draft'; readonly contact: string; readonly draft: Draft }
  | { readonly type: 'confirm-block'; readonly contact: string | undefined }
  | { readonly type: 'overlay'; readonly overlay: Overlay | undefined }
  | { readonly type: 'add'; readonly change: Partial<Omit<AddOverlay, 'kind'>> }
  | { readonly type: 'devices'; readonly change: Partial<Omit<DevicesOverlay, 'kind'>> }
  | { readonly type: 'settings'; readonly change: Partial<Omit<SettingsOverlay, 'kind'>> }
  | { readonly type: 'verification'; readonly contact: string; readonly view: VerificationView }
  | { readonly type: 'flash'; readonly flash: Flash | undefined };

export function reduceApp(state: AppState, action: AppAction): AppState {
  switch (action.type) {
    case 'contacts':
      return withContacts(state, action.contacts);
    case 'contact':
      return withContacts(state, [...state.contacts.filter(({ id }) => id !== action.contact.id), action.contact]);
    case 'conversations':
      return withConversations(state, action.conversations);
    case 'toggle-archive':
      return { ...state, isArchiveOpen: !state.isArchiveOpen, cursor: ARCHIVE };
    case 'message-info':
      return informed(state, action.info, action.atMs);
    case 'status':
      return { ...state, status: action.status };
    case 'removed':
      return { ...state, isRemoved: action.isRemoved };
    case 'point':
      return pointed(state, action.step);
    case 'open':
      return opened(state, action);
    case 'newest':
    case 'older':
    case 'message-state':
      return withMessages(state, action);
    case 'message-removed':
      return withoutMessage(state, action.contact, action.id);
    case 'pick':
      return picked(state, action.message);
    case 'intend':
      return { ...state, intents: { ...state.intents, [action.contact]: action.intent } };
    case 'confirm-delete':
      return { ...state, confirmDelete: action.message };
    case 'typing': {
      const others = state.typing.filter((contact) => contact !== action.contact);
      return { ...state, typing: action.isTyping ? [...others, action.contact] : others };
    }
    case 'found': {
      const { overlay } = state;
      if (overlay?.kind !== 'search' || overlay.draft.text !== action.query) return state;
      return { ...state, overlay: { ...overlay, hits: action.hits, searched: action.query, cursor: 0 } };
    }
    case 'notices':
      return noticed(state, action.contact, action.notices);
    case 'focus':
      return { ...state, focus: action.focus };
    case 'scroll':
      return scrolled(state, action.anchor);
    case 'draft':
      return { ...state, drafts: { ...state.drafts, [action.contact]: action.draft } };
    case 'confirm-block':
      return { ...state, confirmBlock: action.contact };
    case 'overlay':
      return { ...state, overlay: action.overlay };
    case 'add':
      return state.overlay?.kind === 'add' ? { ...state, overlay: { ...state.overlay, ...action.change } } : state;
    case 'devices':
      return state.overlay?.kind === 'devices' ? { ...state, overlay: { ...state.overlay, ...action.change } } : state;
    case 'settings':
      return state.overlay?.kind === 'settings' ? { ...state, overlay: { ...state.overlay, ...action.change } } : state;
    case 'verification':
      return { ...state, overlay: { kind: 'verify', contact: action.contact, view: action.view } };
    case 'flash':
      return { ...state, flash: action.flash };
  }
}

function withContacts(state: AppState, contacts: readonly ContactView[]): AppState {
  return pointedAgain(state, { ...state, contacts: sortContacts(contacts, state.conversations) });
}

function withConversations(state: AppState, changed: readonly ConversationView[]): AppState {
  const news = Object.fromEntries(changed.map((conversation) => [conversation.contact, conversation]));
  const conversations = { ...state.conversations, ...news };
  return pointedAgain(state, { ...state, conversations, contacts: sortContacts(state.contacts, conversations) });
}

/** What the list pointed at may have left it: it points at what stands in its place then. */
function pointedAgain(before: AppState, after: AppState): AppState {
  const stops = listStops(after);
  if (after.cursor !== undefined && stops.includes(after.cursor)) return after;
  const place = before.cursor === undefined ? 0 : listStops(before).indexOf(before.cursor);
  return { ...after, cursor: stops[Math.min(Math.max(0, place), stops.length - 1)] };
}

function pointed(state: AppState, step: number): AppState {
  const stops = listStops(state);
  const index = state.cursor === undefined ? -1 : stops.indexOf(state.cursor);
  return { ...state, cursor: stops[Math.min(Math.max(0, index + step), stops.length - 1)] };
}

function opened(state: AppState, action: Extract<AppAction, { readonly type: 'open' }>): AppState {
  const { contact, messages, notices, complete } = action;
  const conversation = { contact, messages, notices, complete };
  const whose = state.contacts.find(({ id }) => id === contact);
  // What is open can be seen in the list.
  const isArchived = whose !== undefined && sectionOf(whose, state.conversations) === 'archive';
  const list = { cursor: contact, isArchiveOpen: state.isArchiveOpen || isArchived };
  return { ...state, ...list, conversation, focus: 'composer', picked: undefined, confirmDelete: undefined };
}

function withoutMessage(state: AppState, contact: string, id: string): AppState {
  const { conversation, overlay } = state;
  const isShown = overlay?.kind === 'message-info' && overlay.info.message.id === id;
  const kept = { overlay: isShown ? undefined : overlay, picked: state.picked === id ? undefined : state.picked };
  const left = { ...state, ...kept };
  if (conversation === undefined || conversation.contact !== contact) return left;
  return { ...left, conversation: { ...conversation, messages: conversation.messages.filter((one) => one.id !== id) } };
}

/** The message is brought into view; the newest one is at the bottom as always. */
function picked(state: AppState, message: string | undefined): AppState {
  const isNewest = message === undefined || state.conversation?.messages.at(-1)?.id === message;
  const next = scrolled(state, isNewest ? undefined : `${message}:0`);
  return { ...next, picked: message, confirmDelete: undefined };
}

function withMessages(
  state: AppState,
  action: Extract<AppAction, { readonly type: 'newest' | 'older' | 'message-state' }>,
): AppState {
  const { conversation } = state;
  const contact = action.type === 'message-state' ? action.message.contact : action.contact;
  if (conversation === undefined || conversation.contact !== contact) return state;
  switch (action.type) {
    case 'newest': {
      const messages = mergePage(conversation.messages, action.messages).slice(-MAX_LOADED_MESSAGES);
      return { ...state, conversation: { ...conversation, messages } };
    }
    case 'older': {
      const known = new Set(conversation.messages.map(({ id }) => id));
      const older = action.messages.filter(({ id }) => !known.has(id));
      const messages = [...older, ...conversation.messages];
      return { ...state, conversation: { ...conversation, messages, complete: action.complete } };
    }
    case 'message-state': {
      const messages = conversation.messages.map((message) =>
        message.id === action.message.id ? action.message : message,
      );
      return { ...state, conversation: { ...conversation, messages } };
    }
  }
}

/** More is known of the message whose info is open. */
function informed(state: AppState, info: MessageInfo, atMs: number): AppState {
  const { overlay } = state;
  if (overlay?.kind !== 'message-info' || overlay.info.message.id !== info.message.id) return state;
  return { ...state, overlay: { ...overlay, info, atMs } };
}

function noticed(state: AppState, contact: string, notices: readonly NoticeView[]): AppState {
  const { conversation } = state;
  if (conversation === undefined || conversation.contact !== contact) return state;
  return { ...state, conversation: { ...conversation, notices } };
}

function scrolled(state: AppState, anchor: string | undefined): AppState {
  if (state.conversation === undefined) return state;
  const { anchor: _before, ...rest } = state.conversation;
  return { ...state, conversation: anchor === undefined ? rest : { ...rest, anchor } };
}
