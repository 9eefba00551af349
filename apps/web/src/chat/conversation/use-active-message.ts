/**
 * The keyboard in the list of messages: it is one stop of the Tab key; arrows go from message to message, End to the
 * newest, and below the newest the list is left. On a message Enter opens its menu, and single keys do what is done most.
 */

import type { MessageView } from '@sotto/client';
import type { Virtualizer } from '@tanstack/react-virtual';
import { type FocusEvent, type KeyboardEvent, type RefObject, useCallback, useState } from 'react';
import { useApplication } from '../../state/application.ts';
import type { ConversationFeed } from '../../state/conversations/conversation-feed.ts';
import { actionOfKey, actionsOf } from '../message/message-actions.ts';
import type { MessageCommands } from '../message/message-commands.ts';
import { runAction } from '../message/run-action.ts';

interface ActiveMessageOptions {
  readonly feed: ConversationFeed;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly virtualizer: Virtualizer<HTMLDivElement, Element>;
  readonly onLeave: () => void;
  readonly commands: MessageCommands;
}

export interface ActiveMessage {
  /** Of the message that the keyboard is at; absent: the newest. */
  readonly id: string | undefined;
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  readonly onFocus: (event: FocusEvent<HTMLElement>) => void;
  /** Moves the focus to the newest message. */
  readonly enter: () => void;
  /** The keyboard goes on from this message, which is on its way into sight, unless it is somewhere else. */
  readonly point: (index: number) => void;
}

const PAGE = 10;

export function useActiveMessage({
  feed,
  scroller,
  virtualizer,
  onLeave,
  commands,
}: ActiveMessageOptions): ActiveMessage {
  const { preferences } = useApplication();
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
  const point = useCallback(
    (index: number) => {
      const message = feed.messages.at(index);
      if (message === undefined) return;
      setId(message.id);
      requestAnimationFrame(() => {
        const { activeElement, body } = document;
        if (activeElement !== body && scroller.current?.contains(activeElement) !== true) return;
        elementOf(scroller.current, message.id)?.focus({ preventScroll: true });
      });
    },
    [feed, scroller],
  );
  const last = feed.messages.count - 1;
  return {
    id,
    enter: () => focus(last),
    point,
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
        const message = feed.messages.at(indexOf(feed, id) ?? last);
        if (message !== undefined && getSelection()?.isCollapsed !== false) commands.copy(message);
        return;
      }
      const current = indexOf(feed, id) ?? last;
      const next = nextIndex(key, current, last);
      if (key === 'Escape' || (next !== undefined && next > last)) onLeave();
      else if (next !== undefined) focus(Math.max(0, next));
      else if (!isMessage) return;
      else {
        const { singleKeys } = preferences.current.get();
        if (!pressKey(event, { commands, message: feed.messages.at(current), singleKeys })) return;
      }
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

interface PressedMessage {
  readonly commands: MessageCommands;
  readonly message: MessageView | undefined;
  /** The person wants letters to be keys. */
  readonly singleKeys: boolean;
}

/** What a key does with the message that has the focus. False: nothing. */
function pressKey(event: KeyboardEvent<HTMLElement>, { commands, message, singleKeys }: PressedMessage): boolean {
  const { key, currentTarget, target, ctrlKey, metaKey, altKey } = event;
  if (message === undefined || ctrlKey || metaKey || altKey) return false;
  const element = target instanceof Element ? target : currentTarget;
  const anchor = element.querySelector('.bubble, .notice') ?? element;
  if (key === 'Enter') commands.ask({ kind: 'menu', message, anchor });
  else if (key.length === 1 && !singleKeys) return false;
  else if (key === '?') commands.showKeys();
  else {
    const action = actionOfKey(key);
    const possible = actionsOf(message, { canSend: commands.canSend, nowMs: Date.now() });
    if (action === undefined || !possible.includes(action)) return false;
    runAction(commands, { action, message, anchor });
  }
  return true;
}
