/** Joining pages of one conversation. A page is the truth for its part: late messages may stand in its middle. */
import type { MessageView } from '@sotto/client';

/** Replaces the end of `loaded` by the newest page; when they do not touch, only the page is left. */
export function mergePage(loaded: readonly MessageView[], newest: readonly MessageView[]): readonly MessageView[] {
  const first = newest[0];
  if (first === undefined) return loaded;
  const start = loaded.findIndex(({ id }) => id === first.id);
  return start < 0 ? newest : [...loaded.slice(0, start), ...newest];
}
