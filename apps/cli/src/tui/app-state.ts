/** Everything that the main screen shows, as one value. Must not know: how it is drawn or where it comes from. */
import type {
  AccountView,
  ContactView,
  ConversationView,
  DeviceView,
  Finding,
  MessageInfo,
  MessageView,
  NoticeView,
  PreferenceValues,
  SearchHitView,
  StatusReport,
  VerificationView,
} from '@sotto/client';
import type { SettingName } from '../settings-text.ts';
import { type Conversations, listStops, sortContacts } from './contact-order.ts';
import { type Draft, EMPTY_DRAFT } from './draft.ts';

/** Messages of the open conversation that are kept at most; older ones are left to `sotto history`. */
export const MAX_LOADED_MESSAGES = 2_000;

export interface AddOverlay {
  readonly kind: 'add';
  readonly field: 'link' | 'name';
  readonly link: Draft;
  readonly name: Draft;
  readonly busy: boolean;
  readonly problem: string | undefined;
}

export interface SearchOverlay {
  readonly kind: 'search';
  readonly draft: Draft;
  /** Of `searched`, newest first. */
  readonly hits: readonly SearchHitView[];
  readonly searched: string;
  /** The hit that is pointed at. */
  readonly cursor: number;
}

export interface ReactOverlay {
  readonly kind: 'react';
  readonly message: string;
  readonly draft: Draft;
}

export interface TimerOverlay {
  readonly kind: 'timer';
  readonly contact: string;
  /** As it is set now. */
  readonly seconds: number;
}

export interface MuteOverlay {
  readonly kind: 'mute';
  readonly contact: string;
  readonly isMuted: boolean;
  /** When it ends; absent: it is not muted. */
  readonly untilMs: number | undefined;
  /** When it was looked at. */
  readonly atMs: number;
}

export interface MessageInfoOverlay {
  readonly kind: 'message-info';
  readonly contact: string;
  readonly info: MessageInfo;
  readonly scroll: number;
  /** When it was looked at. */
  readonly atMs: number;
}

export interface StatusOverlay {
  readonly kind: 'status';
  readonly scroll: number;
  readonly findings: readonly Finding[];
  /** When it was looked at. */
  readonly atMs: number;
}

export interface DevicesOverlay {
  readonly kind: 'devices';
  /** This one first, those that were removed last. */
  readonly devices: readonly DeviceView[];
  /** The device that is pointed at. */
  readonly cursor: number;
  /** The device that is removed when the key is pressed once more. */
  readonly confirm: string | undefined;
  /** One is being removed. */
  readonly busy: boolean;
  readonly problem: string | undefined;
}

export interface SettingsOverlay {
  readonly kind: 'settings';
  /** As the client has them. */
  readonly values: PreferenceValues;
  readonly hasOwnMailbox: boolean;
  /** The setting that is pointed at. */
  readonly pointed: SettingName;
  /** The one that the client is changing. */
  readonly changing: SettingName | undefined;
  /** What failed when `of` was changed. */
  readonly problem: { readonly of: SettingName; readonly text: string } | undefined;
  /** The uppermost row, once the person has scrolled; `undefined`: so that what is pointed at can be seen. */
  readonly top: number | undefined;
}

/** What the text that is being written is for: to answer a message, or to replace its text. */
export interface Intent {
  readonly kind: 'reply' | 'edit';
  readonly message: string;
  /** What the message says. */
  readonly text: string;
}

export type Overlay =
  | { readonly kind: 'help'; readonly scroll: number }
  | { readonly kind: 'link' }
  | { readonly kind: 'verify'; readonly contact: string; readonly view: VerificationView }
  | AddOverlay
  | SearchOverlay
  | ReactOverlay
  | TimerOverlay
  | MuteOverlay
  | MessageInfoOverlay
  | StatusOverlay
  | DevicesOverlay
  | SettingsOverlay;

export interface Flash {
  readonly text: string;
  readonly tone: 'good' | 'bad' | 'plain';
}

export interface OpenConversation {
  readonly contact: string;
  /** In conversation order, oldest first. */
  readonly messages: readonly MessageView[];
  /** Oldest first. */
  readonly notices: readonly NoticeView[];
  /** Nothing older exists. */
  readonly complete: boolean;
  /** Key of the lowest row shown while scrolled up; absent: the newest is shown and followed. */
  readonly anchor?: string;
}

export interface AppState {
  readonly account: AccountView;
  readonly link: string;
  /** In the order of the list. */
  readonly contacts: readonly ContactView[];
  readonly conversations: Conversations;
  readonly isArchiveOpen: boolean;
  /** The contact that the list points at, or the archive. */
  readonly cursor: string | undefined;
  readonly conversation: OpenConversation | undefined;
  readonly focus: 'list' | 'composer';
  readonly drafts: Readonly<Record<string, Draft>>;
  /** By contact. */
  readonly intents: Readonly<Record<string, Intent | undefined>>;
  /** The message of the open conversation that keys act on. */
  readonly picked: string | undefined;
  /** The message that is deleted for both when the key is pressed once more. */
  readonly confirmDelete: string | undefined;
  /** Contacts who are typing now. */
  readonly typing: readonly string[];
  readonly status: StatusReport | undefined;
  /** This device belongs to its account no longer. */
  readonly isRemoved: boolean;
  /** The contact that is blocked when the key is pressed once more. */
  readonly confirmBlock: string | undefined;
  readonly overlay: Overlay | undefined;
  readonly flash: Flash | undefined;
}

export interface InitialState {
  readonly account: AccountView;
  readonly link: string;
  readonly contacts: readonly ContactView[];
  readonly conversations?: readonly ConversationView[];
}

export function initialState({ account, link, contacts, conversations: all = [] }: InitialState): AppState {
  const conversations = Object.fromEntries(all.map((conversation) => [conversation.contact, conversation]));
  const content = { contacts: sortContacts(contacts, conversations), conversations, isArchiveOpen: false };
  return {
    ...content,
    account,
    link,
    cursor: listStops(content)[0],
    conversation: undefined,
    focus: 'list',
    drafts: {},
    intents: {},
    picked: undefined,
    confirmDelete: undefined,
    typing: [],
    status: undefined,
    isRemoved: false,
    confirmBlock: undefined,
    overlay: undefined,
    flash: undefined,
  };
}

export function contactById(state: AppState, id: string | undefined): ContactView | undefined {
  return id === undefined ? undefined : state.contacts.find((contact) => contact.id === id);
}

/** The contact whose conversation is open. */
export function openContact(state: AppState): ContactView | undefined {
  return contactById(state, state.conversation?.contact);
}

/** The message that keys act on, if it is still there. */
export function pickedMessage({ picked, conversation }: AppState): MessageView | undefined {
  return picked === undefined ? undefined : conversation?.messages.find(({ id }) => id === picked);
}

export function draftFor(state: AppState, contact: string): Draft {
  return state.drafts[contact] ?? EMPTY_DRAFT;
}

/** Why nothing can be written to this contact now; `undefined`: it can. */
export function writingBlocked(contact: ContactView): 'request' | 'blocked' | 'changed' | undefined {
  if (contact.status !== 'contact') return contact.status;
  return contact.verification === 'changed' ? 'changed' : undefined;
}
