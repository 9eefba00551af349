/** What somebody wants to see, asked for elsewhere on the page: whoever shows it takes the wish when it is there. */
import { type Observable, ObservableValue } from '../observable.ts';

export type ConversationWish =
  | { readonly contact: string; readonly kind: 'message'; readonly id: string }
  | { readonly contact: string; readonly kind: 'search' }
  | { readonly kind: 'search-everything' };

const current = new ObservableValue<ConversationWish | undefined>(undefined);

export const conversationWish: Observable<ConversationWish | undefined> = current;

/** The last one counts. */
export function wish(wanted: ConversationWish): void {
  current.set(wanted);
}

/** Nobody else is to grant it. */
export function takeWish(granted: ConversationWish): void {
  if (current.get() === granted) current.set(undefined);
}
