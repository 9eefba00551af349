/** A finger that stays: the way to a menu where there is no right button. */
import { type PointerEvent, useRef } from 'react';

const HOLD_MS = 450;
/** A finger that moves further is scrolling. */
const SLACK_PX = 10;

export interface LongPress {
  onPointerDown(event: PointerEvent): void;
  onPointerMove(event: PointerEvent): void;
  onPointerUp(): void;
  onPointerCancel(): void;
}

/** `onHold`: where the finger is, in pixels of the window. */
export function useLongPress(onHold: (point: { readonly x: number; readonly y: number }) => void): LongPress {
  const held = useRef<{ readonly x: number; readonly y: number; readonly timer: ReturnType<typeof setTimeout> }>(null);
  const release = () => {
    if (held.current !== null) clearTimeout(held.current.timer);
    held.current = null;
  };
  return {
    onPointerDown({ pointerType, isPrimary, clientX: x, clientY: y }) {
      release();
      if (pointerType !== 'touch' || !isPrimary) return;
      const timer = setTimeout(() => {
        held.current = null;
        onHold({ x, y });
      }, HOLD_MS);
      held.current = { x, y, timer };
    },
    onPointerMove({ clientX, clientY }) {
      const start = held.current;
      if (start !== null && Math.hypot(clientX - start.x, clientY - start.y) > SLACK_PX) release();
    },
    onPointerUp: release,
    onPointerCancel: release,
  };
}
