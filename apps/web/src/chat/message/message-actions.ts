/** What a person can do with a message now. Pure; the client decides again (specs/11 §3 to §6). */
import type { MessageView } from '@sotto/client';
import { LIMITS } from '@sotto/wire';

export type MessageAction = 'react' | 'reply' | 'copy' | 'edit' | 'retry' | 'versions' | 'info' | 'remove';

export interface ActionBounds {
  /** Something can be sent to this contact: they are one, not blocked, and their keys are accepted. */
  readonly canSend: boolean;
  readonly nowMs: number;
}

const EDIT_WINDOW_MS = LIMITS.EDIT_WINDOW_SECONDS * 1000;
/** A late edit stands by itself, and can be edited like a text. */
const EDITABLE: ReadonlySet<string> = new Set(['sotto/text', 'sotto/edit']);

/** In the order in which they are offered. */
export function actionsOf(message: MessageView, { canSend, nowMs }: ActionBounds): readonly MessageAction[] {
  const { isDeleted, timerSeconds, edited } = message;
  const isSpoken = !isDeleted && timerSeconds === undefined;
  const possible: Readonly<Record<MessageAction, boolean>> = {
    react: canSend && isSpoken,
    reply: canSend && isSpoken,
    copy: isSpoken,
    edit: canSend && isEditable(message, nowMs),
    retry: canSend && isFailed(message),
    versions: edited !== undefined,
    info: true,
    remove: true,
  };
  return ORDER.filter((action) => possible[action]);
}

const ORDER = ['react', 'reply', 'copy', 'edit', 'retry', 'versions', 'info', 'remove'] as const;

/** One of ours that did not arrive and can be tried again. */
export function isFailed({ direction, state }: MessageView): boolean {
  return direction === 'out' && (state === 'failed' || state === 'expired');
}

/** One of ours whose text may still be changed. */
export function isEditable({ direction, isDeleted, type, sentAtMs }: MessageView, nowMs: number): boolean {
  return direction === 'out' && !isDeleted && EDITABLE.has(type) && nowMs - sentAtMs <= EDIT_WINDOW_MS;
}

/** One of ours that the other side can be asked to delete. */
export function isDeletableForAll({ direction, isDeleted, timerSeconds }: MessageView): boolean {
  return direction === 'out' && !isDeleted && timerSeconds === undefined;
}

/** Keys of a message that has the focus. */
export const ACTION_KEYS: Readonly<Partial<Record<MessageAction, string>>> = {
  react: '+',
  reply: 'R',
  copy: 'C',
  edit: 'E',
  info: 'I',
};

export function actionOfKey(key: string): MessageAction | undefined {
  if (key === 'Delete' || key === 'Backspace') return 'remove';
  return ORDER.find((action) => ACTION_KEYS[action] === key.toUpperCase());
}
