/** Everything that the main screen shows, as one value. Must not know: how it is drawn or where it comes from. */
import type {
  AccountView,
  ContactView,
  DeviceView,
  Finding,
  MessageView,
  NoticeView,
  SearchHitView,
  StatusReport,
  VerificationView,
} from '@sotto/client';
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
  | StatusOverlay
  | DevicesOverlay;

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
  /** After which messages of it disappear; 0: never. */
  readonly timerSeconds: number;
  /** Nothing older exists. */
  readonly complete: boolean;
  /** Key of the lowest row shown while scrolled up; absent: the newest is shown and followed. */
  readonly anchor?: string;
}

export interface AppState {
  readonly account: AccountView;
  readonly link: string;
  readonly contacts: readonly ContactView[];
  /** The contact that the list points at. */
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

export function initialState(account: AccountView, link: string, contacts: readonly ContactView[]): AppState {
  const sorted = sortContacts(contacts);
  return {
    account,
    link,
    contacts: sorted,
    cursor: sorted[0]?.id,
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

const STATUS_ORDER = { contact: 0, request: 1, blocked: 2 } as const;

/** Contacts first, then requests, then blocked accounts; the latest conversation on top. */
export function sortContacts(contacts: readonly ContactView[]): readonly ContactView[] {
  return contacts.toSorted(
    (a, b) =>
      STATUS_ORDER[a.status] - STATUS_ORDER[b.status] ||
      b.lastActivityMs - a.lastActivityMs ||
      a.name.localeCompare(b.name) ||
      (a.id < b.id ? -1 : 1),
  );
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

export function unreadTotal(state: AppState): number {
  return state.contacts.reduce((sum, contact) => sum + (contact.status === 'contact' ? contact.unread : 0), 0);
}
