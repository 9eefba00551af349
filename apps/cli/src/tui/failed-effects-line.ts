/** Reactions, changes and deletions that nobody got, as one line: they have no place of their own in a conversation. */
import type { MessageView } from '@sotto/client';

const EFFECTS: Readonly<Record<string, string>> = {
  'sotto/reaction': 'A reaction',
  'sotto/edit': 'A change of a message',
  'sotto/delete': 'A deletion',
};

export function isEffect({ type }: Pick<MessageView, 'type'>): boolean {
  return Object.hasOwn(EFFECTS, type);
}

/** `undefined` when there are none. */
export function failedEffectsLine(effects: readonly Pick<MessageView, 'type'>[]): string | undefined {
  const [first] = effects;
  if (first === undefined) return undefined;
  const what =
    effects.length === 1
      ? `${EFFECTS[first.type] ?? 'Something'} was`
      : `${effects.length} reactions, changes or deletions were`;
  return `${what} not delivered. Ctrl-R tries again.`;
}
