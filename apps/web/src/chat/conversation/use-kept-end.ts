/** Whoever reads the newest message still does when the window, or a keyboard on the screen, leaves less room for the list. */
import { type RefObject, useEffect } from 'react';

export interface KeptEnd {
  readonly scroller: RefObject<HTMLElement | null>;
  /** Scrolls to the newest message. */
  readonly toEnd: () => void;
  /** Closer than this to the end counts as the end, in pixels. */
  readonly endPx: number;
  /** Whether there is a list yet. */
  readonly isShown: boolean;
}

export function useKeptEnd({ scroller, toEnd, endPx, isShown }: KeptEnd): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list is another element once there are messages
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    let height = element.clientHeight;
    const observer = new ResizeObserver(() => {
      // Where the person was before: the place itself has not moved yet.
      const wasAtEnd = element.scrollHeight - height - element.scrollTop <= endPx;
      const isSmaller = element.clientHeight < height;
      height = element.clientHeight;
      if (isSmaller && wasAtEnd) toEnd();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller, endPx, isShown]);
}
