/** Keys that work everywhere in the open application. Pure. */
export type ShortcutCommand = 'search' | 'search-here' | 'help' | 'newer' | 'older' | 'close';

export interface PressedKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

export interface ShortcutSurroundings {
  /** The key goes into a text. */
  readonly isWriting: boolean;
  /** Keys without Ctrl or Alt are shortcuts too. */
  readonly singleKeys: boolean;
}

export function shortcutOf(
  { key, ctrlKey, metaKey, altKey, shiftKey }: PressedKey,
  { isWriting, singleKeys }: ShortcutSurroundings,
): ShortcutCommand | undefined {
  const isCommand = (ctrlKey || metaKey) && !altKey;
  if (isCommand && key.toLowerCase() === 'k' && !shiftKey) return 'search';
  if (isCommand && key.toLowerCase() === 'f' && shiftKey) return 'search-here';
  if (isCommand && key === '/') return 'help';
  if (altKey && !ctrlKey && !metaKey) return key === 'PageUp' ? 'newer' : key === 'PageDown' ? 'older' : undefined;
  if (isWriting || ctrlKey || metaKey) return undefined;
  if (key === 'Escape') return 'close';
  if (!singleKeys) return undefined;
  return key === '/' ? 'search' : key === '?' ? 'help' : undefined;
}
