/** Goes to the message that is wanted, and says which one that was for as long as it takes to see it. */
import type { Virtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import type { ConversationFeed, WantedMessage } from '../../state/conversations/conversation-feed.ts';
import { foundMessage } from '../../state/conversations/found-message.ts';
import { bringMarkIntoSight } from './mark-in-sight.ts';

const FLASH_MS = 2_000;

export interface WantedMessageOptions {
  readonly feed: ConversationFeed;
  readonly virtualizer: Virtualizer<HTMLDivElement, Element>;
  readonly onReached: (index: number) => void;
}

/** Returns the id of the message that somebody has just come to. */
export function useWantedMessage({ feed, virtualizer, onReached }: WantedMessageOptions): string | undefined {
  const { wanted } = feed;
  const reached = useRef<WantedMessage>(undefined);
  const stopLooking = useRef<() => void>(undefined);
  const [flashed, setFlashed] = useState<string>();
  useEffect(() => {
    if (wanted === undefined || wanted === reached.current) return;
    reached.current = wanted;
    const index = feed.messages.indexWhere(({ id }) => id === wanted.id);
    if (index === undefined) return;
    virtualizer.scrollToIndex(index, { align: 'center' });
    setFlashed(wanted.id);
    onReached(index);
    stopLooking.current?.();
    const scroller = virtualizer.scrollElement;
    if (scroller !== null && foundMessage.get()?.id === wanted.id) {
      stopLooking.current = bringMarkIntoSight(scroller, wanted.id);
    }
  });
  useEffect(() => () => stopLooking.current?.(), []);
  useEffect(() => {
    if (flashed === undefined) return;
    const timer = setTimeout(() => setFlashed(undefined), FLASH_MS);
    return () => clearTimeout(timer);
  }, [flashed]);
  return flashed;
}
