/** Which keys the last line of the main screen names, the most useful first. Pure. */
import { sanitizeLine } from '../sanitize.ts';
import { type AppState, contactById, openContact, writingBlocked } from './app-state.ts';
import type { KeyHint } from './components/footer.ts';

export function footerHints(state: AppState): readonly KeyHint[] {
  const asked = contactById(state, state.confirmBlock);
  if (asked !== undefined) {
    return [
      { key: 'b', does: `once more blocks ${sanitizeLine(asked.name, { maxColumns: 24 })}, any other key does not` },
    ];
  }
  const contact = openContact(state);
  if (state.focus === 'composer' && contact !== undefined && writingBlocked(contact) === undefined) {
    return [
      { key: 'Enter', does: 'send' },
      { key: 'Alt+Enter', does: 'new line' },
      { key: 'PgUp', does: 'older' },
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
