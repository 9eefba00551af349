/** Draws the overlay that is open. */
import type { ContactView, StatusReport } from '@sotto/client';
import type { Overlay } from '../app-state.ts';
import { h } from '../h.ts';
import { AddContactOverlay } from './add-overlay.ts';
import { MuteScreen, ReactScreen, TimerScreen } from './choice-overlays.ts';
import { DevicesScreen } from './devices-overlay.ts';
import { HelpOverlay } from './help-overlay.ts';
import { LinkPage } from './link-page.ts';
import { MessageInfoScreen } from './message-info-overlay.ts';
import { SearchScreen } from './search-overlay.ts';
import { SettingsScreen } from './settings-overlay.ts';
import { StatusScreen } from './status-overlay.ts';
import { VerifyOverlay } from './verify-overlay.ts';

interface OverlayScreenProps {
  readonly overlay: Overlay;
  /** Whom the overlay is about. */
  readonly contact: ContactView | undefined;
  readonly contacts: readonly ContactView[];
  readonly nowMs: number;
  readonly link: string;
  readonly status: StatusReport | undefined;
  readonly columns: number;
  readonly rows: number;
}

const LINK_HINTS = [
  { key: 'c', does: 'copy' },
  { key: 'Esc', does: 'close' },
] as const;

export function OverlayScreen(props: OverlayScreenProps) {
  const { overlay, contact, contacts, nowMs, link, status, columns, rows } = props;
  switch (overlay.kind) {
    case 'help':
      return h(HelpOverlay, { columns, rows, scroll: overlay.scroll });
    case 'link':
      return h(LinkPage, { title: 'My link', link, columns, rows, hints: LINK_HINTS });
    case 'add':
      return h(AddContactOverlay, { overlay, columns, rows });
    case 'search':
      return h(SearchScreen, { overlay, contacts, columns, rows, nowMs });
    case 'react':
      return h(ReactScreen, { overlay, columns, rows });
    case 'status':
      return status === undefined ? null : h(StatusScreen, { overlay, status, contacts, columns, rows });
    case 'devices':
      return h(DevicesScreen, { overlay, columns, rows });
    case 'settings':
      return h(SettingsScreen, { overlay, columns, rows });
    case 'timer':
      return contact === undefined ? null : h(TimerScreen, { contact, seconds: overlay.seconds, columns, rows });
    case 'mute':
      return contact === undefined ? null : h(MuteScreen, { overlay, contact, columns, rows });
    case 'message-info':
      return contact === undefined ? null : h(MessageInfoScreen, { overlay, contact, columns, rows });
    case 'verify':
      return contact === undefined ? null : h(VerifyOverlay, { contact, view: overlay.view, columns, rows });
  }
}
