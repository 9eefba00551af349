/**
 * Opens the menu of a row: by the second button of a mouse, by the menu key, and by a finger that stays. The row is the option
 * around an element that names its conversation.
 */
import { type MouseEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { pageClock } from '../../state/page-clock.ts';
import type { OpenMenu } from '../menu/conversation-menu.tsx';

const HOLD_MS = 500;
/** A finger that moves further scrolls. */
const STILL_PX = 10;

export interface RowMenu {
  readonly open: OpenMenu | undefined;
  readonly close: () => void;
  /** Whether the press that is just ending has opened the menu, and must do nothing else. */
  readonly wasHeld: () => boolean;
  /** Of the element around all rows; before the rows, which keep presses to themselves. */
  readonly handlers: {
    readonly onContextMenu: (event: MouseEvent) => void;
    readonly onPointerDownCapture: (event: PointerEvent) => void;
    readonly onPointerMoveCapture: (event: PointerEvent) => void;
    readonly onPointerUpCapture: () => void;
    readonly onPointerCancelCapture: () => void;
  };
}

interface Held {
  readonly x: number;
  readonly y: number;
  readonly cancel: () => void;
}

export function useRowMenu(): RowMenu {
  const [open, setOpen] = useState<OpenMenu>();
  const held = useRef<Held>(undefined);
  const wasHeld = useRef(false);
  const letGo = () => {
    held.current?.cancel();
    held.current = undefined;
  };
  useEffect(() => () => held.current?.cancel(), []);
  const openFor = (menu: OpenMenu | undefined) => {
    if (menu !== undefined) setOpen(menu);
    return menu !== undefined;
  };
  return {
    open,
    close: () => setOpen(undefined),
    wasHeld: () => wasHeld.current,
    handlers: {
      onContextMenu(event) {
        letGo();
        if (openFor(menuOf(event.target))) event.preventDefault();
      },
      onPointerDownCapture({ pointerType, target, clientX: x, clientY: y }) {
        wasHeld.current = false;
        letGo();
        if (pointerType !== 'touch') return;
        const cancel = pageClock.schedule(HOLD_MS, () => {
          wasHeld.current = openFor(menuOf(target));
        });
        held.current = { x, y, cancel };
      },
      onPointerMoveCapture({ clientX, clientY }) {
        const from = held.current;
        if (from && Math.hypot(clientX - from.x, clientY - from.y) > STILL_PX) letGo();
      },
      onPointerUpCapture: letGo,
      onPointerCancelCapture: letGo,
    },
  };
}

function menuOf(target: EventTarget): OpenMenu | undefined {
  const row = target instanceof Element ? target.closest('[role=option]') : null;
  const named = row?.querySelector<HTMLElement>('[data-conversation]');
  const contact = named?.dataset['conversation'];
  return row === null || contact === undefined ? undefined : { contact, anchor: row };
}
