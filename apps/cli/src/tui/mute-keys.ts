/** What the keys do in the choice for how long a conversation is muted. */
import type { MuteOverlay } from './app-state.ts';
import type { KeyContext } from './key-context.ts';
import type { Keystroke } from './keystroke.ts';

/** `seconds` 0: not muted; absent: without an end. */
export const MUTES: readonly { readonly key: string; readonly name: string; readonly seconds?: number }[] = [
  { key: '0', seconds: 0, name: 'not muted' },
  { key: '1', seconds: 3_600, name: '1 hour' },
  { key: '2', seconds: 28_800, name: '8 hours' },
  { key: '3', seconds: 604_800, name: '1 week' },
  { key: '4', name: 'until you say otherwise' },
];

export function pressMuteKey({ text }: Keystroke, overlay: MuteOverlay, { store, controller }: KeyContext): void {
  const choice = MUTES.find(({ key }) => key === text);
  if (choice === undefined) return;
  store.dispatch({ type: 'overlay', overlay: undefined });
  controller.conversations.mute(overlay.contact, choice.seconds);
}
