/** Does what the keyboard asks for anywhere in the open application. What an element does with a key of its own goes first. */
import { useEffect, useRef } from 'react';
import { useApplication } from '../../state/application.ts';
import { useContacts } from '../../state/conversations/contacts-context.tsx';
import { shelfOf } from '../../state/conversations/conversation-shelf.ts';
import { wish } from '../../state/conversations/conversation-wish.ts';
import { goTo, place } from '../place.ts';
import { type ShortcutCommand, shortcutOf } from './shortcut.ts';
import { showShortcutHelp } from './shortcut-help.ts';

const WRITING = 'input, textarea, select, [contenteditable]';
/** Dialogs and menus have the keyboard to themselves. */
const OVERLAY = '.veil, .menu-popover';
/** A list beside what is open; where there is no room for both, it is hidden. */
const LIST = '.shell-list';

export function useShortcuts(): void {
  const { preferences } = useApplication();
  const contacts = useContacts();
  const entries = useRef(contacts.entries);
  useEffect(() => {
    entries.current = contacts.entries;
  });
  useEffect(() => {
    const step = (by: number) => {
      const ids = entries.current.filter((entry) => shelfOf(entry) === 'main').map(({ contact }) => contact.id);
      const { name, item } = place.get();
      const at = name === 'chats' && item !== undefined ? ids.indexOf(item) : -1;
      const next = at < 0 ? ids[0] : ids[at + by];
      if (next !== undefined) goTo({ name: 'chats', item: next });
    };
    const run = (command: ShortcutCommand): boolean => {
      const { name, item } = place.get();
      if (command === 'help') showShortcutHelp(true);
      else if (command === 'newer') step(-1);
      else if (command === 'older') step(1);
      else if (command === 'search') searchEverything();
      else if (command === 'search-here') {
        if (name !== 'chats' || item === undefined) return false;
        wish({ contact: item, kind: 'search' });
      } else {
        if (item === undefined) return false;
        goTo({ name });
        focusRow(item);
      }
      return true;
    };
    const onKeyDown = (event: KeyboardEvent) => {
      const { target } = event;
      if (event.defaultPrevented || event.isComposing || !(target instanceof Element)) return;
      if (document.querySelector(OVERLAY) !== null) return;
      const { singleKeys } = preferences.current.get();
      const command = shortcutOf(event, { isWriting: target.matches(WRITING), singleKeys });
      if (command !== undefined && run(command)) event.preventDefault();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [preferences]);
}

function searchEverything(): void {
  const { name } = place.get();
  const isListShown = document.querySelector(LIST)?.checkVisibility() === true;
  if (name !== 'chats' || !isListShown) goTo({ name: 'chats' });
  // The list has to be there before anything in it can take the focus.
  requestAnimationFrame(() => wish({ kind: 'search-everything' }));
}

/** Whoever comes back to the list is where they left it. */
function focusRow(item: string): void {
  requestAnimationFrame(() => {
    const row = document
      .querySelector(`[data-conversation="${CSS.escape(item)}"]`)
      ?.closest<HTMLElement>('[role=option]');
    row?.focus();
  });
}
