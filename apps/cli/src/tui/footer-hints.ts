/** Which keys the last line of the main screen names, the most useful first. Pure. */

import type { MessageView } from '@sotto/client';
import { sanitizeLine } from '../sanitize.ts';
import { type AppState, contactById, openContact, pickedMessage, writingBlocked } from './app-state.ts';
import type { KeyHint } from './components/footer.ts';

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
  return [
    ...(state.contacts.length > 0
      ? [
          { key: '↑↓', does: 'choose' },
          { key: 'Enter', does: 'open' },
        ]
      : []),
    { key: 'a', does: 'add' },
    { key: 'l', does: 'my link' },
    ...(state.contacts.length > 0 ? [{ key: 'v', does: 'verify' }] : []),
    { key: '?', does: 'help' },
    { key: 'q', does: 'quit' },
  ];
}

function messageHints({ direction, isDeleted }: MessageView, isAsked: boolean): readonly KeyHint[] {
  if (isAsked) return [{ key: 'd', does: 'once more deletes it for both, any other key does not' }];
  const isOurs = direction === 'out' && !isDeleted;
  return [
    { key: '↑↓', does: 'choose' },
    { key: 'r', does: 'reply' },
    ...(isDeleted ? [] : [{ key: '+', does: 'react' }]),
    ...(isOurs ? [{ key: 'e', does: 'edit' }] : []),
    { key: 'd', does: isOurs ? 'delete for both' : 'delete here' },
    { key: 'Esc', does: 'back' },
  ];
}
