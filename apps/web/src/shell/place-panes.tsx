/**
 * What each place shows: a list, if it has one, and what is open of it. Every pane is loaded when somebody goes there.
 */
import { type ComponentType, lazy } from 'react';
import type { PaneProps } from './pane-props.ts';
import type { PlaceName } from './place.ts';

export interface PlacePanes {
  readonly List?: ComponentType<PaneProps>;
  readonly Detail: ComponentType<PaneProps>;
}

const SettingsPage = lazy(async () => ({ default: (await import('../settings/settings-page.tsx')).SettingsPage }));

const ConversationList = lazy(async () => ({
  default: (await import('../chat/list/conversation-list.tsx')).ConversationList,
}));
const ConversationPane = lazy(async () => ({
  default: (await import('../chat/conversation/conversation-pane.tsx')).ConversationPane,
}));
const ContactsList = lazy(async () => ({ default: (await import('../contacts/contacts-list.tsx')).ContactsList }));
const ContactsDetail = lazy(async () => ({
  default: (await import('../contacts/contacts-detail.tsx')).ContactsDetail,
}));
const NetworkPage = lazy(async () => ({ default: (await import('../network-view/network-page.tsx')).NetworkPage }));

export const PLACE_PANES: Readonly<Record<PlaceName, PlacePanes>> = {
  chats: { List: ConversationList, Detail: ConversationPane },
  contacts: { List: ContactsList, Detail: ContactsDetail },
  network: { Detail: NetworkPage },
  settings: { Detail: SettingsPage },
};
