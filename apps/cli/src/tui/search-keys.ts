/** What the keys do in the search, in the choice of a reaction, and in the choice of a timer. */
import { LIMITS } from '@sotto/wire';
import type { ReactOverlay, SearchOverlay, TimerOverlay } from './app-state.ts';
import { editDraft, insert } from './draft.ts';
import type { KeyContext } from './key-context.ts';
import type { Keystroke } from './keystroke.ts';

const MAX_QUERY_BYTES = 256;

export const QUICK_REACTIONS = ['👍', '❤️', '😂', '😮', '😢', '🙏'] as const;

export const TIMERS = [
  { key: '0', seconds: 0, name: 'never' },
  { key: '1', seconds: 300, name: '5 minutes' },
  { key: '2', seconds: 3_600, name: '1 hour' },
  { key: '3', seconds: 86_400, name: '1 day' },
  { key: '4', seconds: 604_800, name: '1 week' },
] as const;

export function pressSearchKey(
  { key, text }: Keystroke,
  overlay: SearchOverlay,
  { store, controller }: KeyContext,
): void {
  const { draft, hits, cursor } = overlay;
  if (key === 'enter') {
    const hit = hits[cursor];
    if (hit !== undefined) controller.openAt(hit.message);
    return;
  }
  if (key === 'up' || key === 'down') {
    const next = Math.min(Math.max(0, cursor + (key === 'up' ? -1 : 1)), Math.max(0, hits.length - 1));
    store.dispatch({ type: 'overlay', overlay: { ...overlay, cursor: next } });
    return;
  }
  const line = text.replace(/\s+/gu, ' ');
  const next = key === 'text' ? insert(draft, line, MAX_QUERY_BYTES) : editDraft(draft, key);
  if (next === undefined) return;
  store.dispatch({ type: 'overlay', overlay: { ...overlay, draft: next, cursor: 0 } });
  controller.search(next.text);
}

export function pressReactKey(
  { key, text }: Keystroke,
  overlay: ReactOverlay,
  { store, controller }: KeyContext,
): void {
  const { draft, message } = overlay;
  const quick = QUICK_REACTIONS[Number(text) - 1];
  const chosen = key === 'enter' ? draft.text : quick;
  if (chosen !== undefined && chosen !== '') {
    store.dispatch({ type: 'overlay', overlay: undefined });
    controller.react(message, chosen);
    return;
  }
  const next = key === 'text' ? insert(draft, text.trim(), LIMITS.MAX_REACTION_BYTES) : editDraft(draft, key);
  if (next !== undefined) store.dispatch({ type: 'overlay', overlay: { ...overlay, draft: next } });
}

export function pressTimerKey({ text }: Keystroke, overlay: TimerOverlay, { store, controller }: KeyContext): void {
  const timer = TIMERS.find(({ key }) => key === text);
  if (timer === undefined) return;
  store.dispatch({ type: 'overlay', overlay: undefined });
  controller.conversations.setTimer(overlay.contact, timer.seconds);
}
