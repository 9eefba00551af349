/** Draws the overlay that is open. */
import type { ContactView } from '@sotto/client';
import type { Overlay } from '../app-state.ts';
import { h } from '../h.ts';
import { AddContactOverlay } from './add-overlay.ts';
import { HelpOverlay } from './help-overlay.ts';
import { LinkPage } from './link-page.ts';
import { VerifyOverlay } from './verify-overlay.ts';

interface OverlayScreenProps {
  readonly overlay: Overlay;
  /** Whom the overlay is about. */
  readonly contact: ContactView | undefined;
  readonly link: string;
  readonly columns: number;
  readonly rows: number;
}

const LINK_HINTS = [
  { key: 'c', does: 'copy' },
  { key: 'Esc', does: 'close' },
] as const;

export function OverlayScreen({ overlay, contact, link, columns, rows }: OverlayScreenProps) {
  switch (overlay.kind) {
    case 'help':
      return h(HelpOverlay, { columns, rows, scroll: overlay.scroll });
    case 'link':
      return h(LinkPage, { title: 'My link', link, columns, rows, hints: LINK_HINTS });
    case 'add':
      return h(AddContactOverlay, { overlay, columns, rows });
    case 'verify':
      return contact === undefined ? null : h(VerifyOverlay, { contact, view: overlay.view, columns, rows });
  }
}
