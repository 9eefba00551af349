/** Reactions, changes and deletions of one conversation that could not be sent. Pure. */
import type { MessageView } from '@sotto/client';

export const EFFECTS = ['sotto/reaction', 'sotto/edit', 'sotto/delete'] as const;

export type EffectType = (typeof EFFECTS)[number];

/** More of them are told once the first ones are done with. */
const MAX_FAILED = 20;

/** What an effect is; absent: it is none. */
export function effectType({ type }: Pick<MessageView, 'type'>): EffectType | undefined {
  return EFFECTS.find((known) => known === type);
}

/** Those that failed, each once; one that goes on is none of them any more. */
export function withEffect(failed: readonly MessageView[], effect: MessageView): readonly MessageView[] {
  if (effectType(effect) === undefined) return failed;
  const others = withoutEffect(failed, effect);
  const isFailed = effect.state === 'failed' || effect.state === 'expired';
  return isFailed ? [...others, effect].slice(0, MAX_FAILED) : others;
}

export function withoutEffect(failed: readonly MessageView[], { id }: Pick<MessageView, 'id'>): readonly MessageView[] {
  return failed.some((effect) => effect.id === id) ? failed.filter((effect) => effect.id !== id) : failed;
}

/** Of a message that was deleted, nothing counts but that deletion: reactions and changes of it are not tried again. */
export function withoutVoid(
  failed: readonly MessageView[],
  { id, isDeleted }: Pick<MessageView, 'id' | 'isDeleted'>,
): readonly MessageView[] {
  if (!isDeleted) return failed;
  const kept = failed.filter((effect) => effect.target !== id || effect.type === 'sotto/delete');
  return kept.length === failed.length ? failed : kept;
}
