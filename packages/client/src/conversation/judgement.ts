/**
 * Whether an effect counts: who may change what, and when (specs/11 §1, §4; attack C4).
 *
 * Pure. What it says depends on the effect and its target alone, never on the order in which they came.
 */
import type { MessageRecord } from '@sotto/ports';
import { LIMITS } from '@sotto/wire';
import { DELETION } from '../content/deletion.ts';
import { EDIT } from '../content/edit.ts';
import { REACTION } from '../content/reaction.ts';
import { TEXT } from '../content/text.ts';
import { TIMER } from '../content/timer.ts';

/** `own-message`: it stands in the conversation by itself; `void`: nothing of it is kept. */
export type Judgement = 'waits' | 'counts' | 'own-message' | 'void';

const EDIT_WINDOW_MS = LIMITS.EDIT_WINDOW_SECONDS * 1000;

/** `target` absent: it is not here. */
export function judge(effect: MessageRecord, target: MessageRecord | undefined): Judgement {
  if (target === undefined || target.visibility === 'waiting') return 'waits';
  // Effects have no effects of their own.
  if (target.visibility === 'effect') return 'void';
  switch (effect.type) {
    case REACTION.type:
      return target.visibility === undefined ? 'counts' : 'void';
    case EDIT.type:
      return judgeEdit(effect, target);
    case DELETION.type:
      return isAuthor(effect, target) && isDeletable(target) ? 'counts' : 'void';
    default:
      return 'void';
  }
}

/** In a conversation of two, whoever sent in one direction is one person: the session has authenticated it. */
function isAuthor(effect: MessageRecord, target: MessageRecord): boolean {
  return effect.direction === target.direction;
}

/**
 * Late or not is decided before all else but the right to edit: a deletion that comes sooner must not change it. Both
 * times are those of the author's own clock: the hybrid clock moves with what others claim, and would let anybody who writes
 * to the author end the time for editing.
 */
function judgeEdit(effect: MessageRecord, target: MessageRecord): Judgement {
  const isText = target.type === TEXT.type || (target.type === EDIT.type && target.visibility !== 'gone');
  if (!isAuthor(effect, target) || !isText) return 'void';
  if (effect.sentAtMs - target.sentAtMs > EDIT_WINDOW_MS) return 'own-message';
  return target.visibility === undefined ? 'counts' : 'void';
}

function isDeletable({ type, visibility }: MessageRecord): boolean {
  return visibility === undefined && type !== TIMER.type;
}
