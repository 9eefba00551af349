/** What the unlock screen knows. */
import { type Draft, EMPTY_DRAFT } from './draft.ts';

export interface UnlockState {
  readonly draft: Draft;
  readonly busy: boolean;
  readonly problem: string | undefined;
}

export const LOCKED: UnlockState = { draft: EMPTY_DRAFT, busy: false, problem: undefined };

export function reduceUnlock(state: UnlockState, change: Partial<UnlockState>): UnlockState {
  return { ...state, ...change };
}
