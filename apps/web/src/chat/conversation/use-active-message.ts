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

export function useActiveMessage({ feed, scroller, virtualizer, onLeave }: ActiveMessageOptions): ActiveMessage {
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
      if (!(event.target instanceof HTMLElement) || event.target.dataset['message'] === undefined) return;
      const current = feed.messages.indexWhere((message) => message.id === id) ?? last;
      const next = nextIndex(event.key, current, last);
      if (event.key === 'Escape' || (next !== undefined && next > last)) onLeave();
      else if (event.key === 'Enter') pressFirst(event.target);
      else if (next === undefined) return;
      else focus(Math.max(0, next));
      event.preventDefault();
    },
  };
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

/** What became of the message, or the first link in it. */
function pressFirst(message: HTMLElement): void {
  (
    message.querySelector<HTMLElement>('.delivery') ?? message.querySelector<HTMLElement>('button, [role=link]')
  )?.click();
}
