/** Which keys the last line of the main screen names, the most useful first. Pure. */

import type { ContactView, MessageView } from '@sotto/client';
import { sanitizeLine } from '../sanitize.ts';
import { type AppState, contactById, openContact, pickedMessage, writingBlocked } from './app-state.ts';
import type { KeyHint } from './components/footer.ts';
import { ARCHIVE } from './contact-order.ts';

export function footerHints(state: AppState): readonly KeyHint[] {
  const asked = contactById(state, state.confirmBlock);
  if (asked !== undefined) {
    return [
      { key: 'b', does: `once more blocks ${sanitizeLine(asked.name, { maxColumns: 24 })}, any other key does not` },
    ];
  }
  const message = pickedMessage(state);
  if (message !== undefined) return messageHints(message, state.confirmDelete === message.id);
  const contact = openContact(state);
  if (state.focus === 'composer' && contact !== undefined && writingBlocked(contact) === undefined) {
    return [
      { key: 'Enter', does: 'send' },
      { key: 'Alt+Enter', does: 'new line' },
      { key: 'Ctrl-T', does: 'a message' },
      { key: 'Ctrl-F', does: 'search' },
      { key: 'Esc', does: 'contacts' },
    ];
  }
  if (state.focus === 'list' && state.cursor === ARCHIVE) return archiveHints(state.isArchiveOpen);
  return listHints(state.focus === 'list' ? contactById(state, state.cursor) : contact, state.contacts.length);
}

function archiveHints(isOpen: boolean): readonly KeyHint[] {
  return [
    { key: '↑↓', does: 'choose' },
    { key: 'Enter', does: isOpen ? 'close the archive' : 'open the archive' },
    { key: '?', does: 'help' },
    { key: 'q', does: 'quit' },
  ];
}

/** `target`: whom the keys of the list act on. */
function listHints(target: ContactView | undefined, contacts: number): readonly KeyHint[] {
  const choose = { key: '↑↓', does: 'choose' };
  const open = { key: 'Enter', does: 'open' };
  return [
    ...(contacts > 0 ? [choose, open] : []),
    ...(target === undefined ? [] : DECISIONS[target.status]),
    { key: 'a', does: 'add' },
    { key: 'l', does: 'my link' },
    ...(target?.status === 'contact' ? [{ key: 'v', does: 'verify' }] : []),
    { key: 's', does: 'status' },
    { key: '?', does: 'help' },
    { key: 'q', does: 'quit' },
    { key: ',', does: 'settings' },
  ];
}

/** What is to be decided about somebody, before anything else. */
const DECISIONS: Readonly<Record<ContactView['status'], readonly KeyHint[]>> = {
  contact: [],
  request: [
    { key: 'y', does: 'accept' },
    { key: 'b', does: 'block' },
  ],
  blocked: [{ key: 'u', does: 'unblock' }],
};

function messageHints({ direction, isDeleted }: MessageView, isAsked: boolean): readonly KeyHint[] {
  if (isAsked) return [{ key: 'd', does: 'once more deletes it for both, any other key does not' }];
  const isOurs = direction === 'out' && !isDeleted;
  return [
    { key: '↑↓', does: 'choose' },
    { key: 'r', does: 'reply' },
    ...(isDeleted ? [] : [{ key: '+', does: 'react' }]),
    ...(isOurs ? [{ key: 'e', does: 'edit' }] : []),
    { key: 'i', does: 'info' },
    { key: 'd', does: isOurs ? 'delete' : 'delete here' },
    ...(isOurs ? [{ key: 'D', does: 'here only' }] : []),
    { key: 'Esc', does: 'back' },
  ];
}
