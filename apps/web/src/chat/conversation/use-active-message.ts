/**
 * The keyboard in the list of messages: it is one stop of the Tab key; arrows go from message to message, End to the
 * newest, and below the newest the list is left.
 */

import type { Virtualizer } from '@tanstack/react-virtual';
import { type FocusEvent, type KeyboardEvent, type RefObject, useCallback, useState } from 'react';
import type { ConversationFeed } from '../../state/conversations/conversation-feed.ts';

interface ActiveMessageOptions {
  readonly feed: ConversationFeed;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly virtualizer: Virtualizer<HTMLDivElement, Element>;
  readonly onLeave: () => void;
  /** The person wants the text of this message. */
  readonly onCopy: (index: number) => void;
}

export interface ActiveMessage {
  /** Of the message that the keyboard is at; absent: the newest. */
  readonly id: string | undefined;
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  readonly onFocus: (event: FocusEvent<HTMLElement>) => void;
  /** Moves the focus to the newest message. */
  readonly enter: () => void;
}

const PAGE = 10;

export function useActiveMessage({
  feed,
  scroller,
  virtualizer,
  onLeave,
  onCopy,
}: ActiveMessageOptions): ActiveMessage {
  const [id, setId] = useState<string>();
  const focus = useCallback(
    (index: number) => {
      const message = feed.messages.at(index);
      if (message === undefined) return;
      setId(message.id);
      virtualizer.scrollToIndex(index, { align: 'auto' });
      // The message may have to be drawn first.
      requestAnimationFrame(() => elementOf(scroller.current, message.id)?.focus({ preventScroll: true }));
    },
    [feed, scroller, virtualizer],
  );
  const last = feed.messages.count - 1;
  return {
    id,
    enter: () => focus(last),
    onFocus({ target }) {
      const found = target.closest<HTMLElement>('[data-message]')?.dataset['message'];
      if (found !== undefined) setId(found);
    },
    onKeyDown(event) {
      const { target, key } = event;
      // What a dialog of a message hears comes by here too, and code scrolls by the same keys.
      if (!(target instanceof HTMLElement) || target.closest('[data-message]') === null || target.matches('pre'))
        return;
      const isMessage = target.dataset['message'] !== undefined;
      if (key.toLowerCase() === 'c' && (event.ctrlKey || event.metaKey)) {
        // A selection is copied by the browser.
        if (getSelection()?.isCollapsed !== false) onCopy(indexOf(feed, id) ?? last);
        return;
      }
      const current = indexOf(feed, id) ?? last;
      const next = nextIndex(key, current, last);
      if (key === 'Escape' || (next !== undefined && next > last)) onLeave();
      else if (key === 'Enter' && isMessage) pressFirst(target);
      else if (next === undefined) return;
      else focus(Math.max(0, next));
      event.preventDefault();
    },
  };
}

function indexOf({ messages }: ConversationFeed, id: string | undefined): number | undefined {
  return messages.indexWhere((message) => message.id === id);
}

/** Above the last one: out of the list. */
function nextIndex(key: string, current: number, last: number): number | undefined {
  switch (key) {
    case 'ArrowUp':
      return current - 1;
    case 'ArrowDown':
      return current + 1;
    case 'PageUp':
      return current - PAGE;
    case 'PageDown':
      return Math.min(last, current + PAGE);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}

function elementOf(scroller: HTMLElement | null, id: string): HTMLElement | null {
  return scroller?.querySelector<HTMLElement>(`[data-message="${CSS.escape(id)}"]`) ?? null;
}

/**
 * What became of the message, or the first link in it. Pressed as by its own key: after a click that nobody made, the
 * dialog would wait with taking the focus.
 */
function pressFirst(message: HTMLElement): void {
  const found = message.querySelector<HTMLElement>('.delivery, [role=link]');
  found?.focus();
  for (const kind of ['keydown', 'keyup']) {
    found?.dispatchEvent(new KeyboardEvent(kind, { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true }));
  }
}
