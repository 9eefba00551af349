/** Whoever reads the newest message still does when the window, or a keyboard on the screen, leaves less room for the list. */
import { type RefObject, useCallback, useEffect, useRef } from 'react';

export interface KeptEnd {
  readonly scroller: RefObject<HTMLElement | null>;
  /** Scrolls to the newest message. */
  readonly toEnd: () => void;
  /** Closer than this to the end counts as the end, in pixels. */
  readonly endPx: number;
  /** Whether there is a list yet. */
  readonly isShown: boolean;
}

/** Returns what is called when the person is brought elsewhere: a change of room in that moment does not take them back. */
export function useKeptEnd({ scroller, toEnd, endPx, isShown }: KeptEnd): () => void {
  const isKept = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list is another element once there are messages
  useEffect(() => {
    const element = scroller.current;
    const rows = element?.firstElementChild;
    if (!element || !rows) return;
    const isAtEnd = () => element.scrollHeight - element.clientHeight - element.scrollTop <= endPx;
    let height = element.clientHeight;
    isKept.current = isAtEnd();
    const look = () => {
      // In another room the place says nothing yet: the browser moves it when there is more, and leaves it when there is less.
      if (element.clientHeight === height) isKept.current = isAtEnd();
    };
    const observer = new ResizeObserver(() => {
      const isOther = element.clientHeight !== height;
      height = element.clientHeight;
      if (isOther && isKept.current) toEnd();
      else look();
    });
    element.addEventListener('scroll', look, { passive: true });
    observer.observe(element);
    observer.observe(rows);
    return () => {
      element.removeEventListener('scroll', look);
      observer.disconnect();
    };
  }, [scroller, endPx, isShown]);
  return useCallback(() => {
    isKept.current = false;
  }, []);
}
