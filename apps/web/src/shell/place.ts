/**
 * Where in the application the person is: the part of the address after `#`, so that no server is told, and so that
 * "back" works.
 *
 * `#/chats`, `#/chats/<contact>`, `#/contacts`, `#/contacts/<contact>`, `#/network`, `#/settings`.
 */
import { type Observable, ObservableValue } from '../state/observable.ts';

export const PLACES = ['chats', 'contacts', 'network', 'settings'] as const;
export type PlaceName = (typeof PLACES)[number];

export interface Place {
  readonly name: PlaceName;
  /** What of it is open, such as a conversation. */
  readonly item?: string;
}

export function parsePlace(hash: string): Place {
  const [name, item] = hash.replace(/^#\/?/, '').split('/', 2);
  const known = PLACES.find((place) => place === name) ?? 'chats';
  const decoded = item === undefined ? '' : decodeItem(item);
  return decoded === '' ? { name: known } : { name: known, item: decoded };
}

export function formatPlace({ name, item }: Place): string {
  return item === undefined ? `#/${name}` : `#/${name}/${encodeURIComponent(item)}`;
}

function decodeItem(item: string): string {
  try {
    return decodeURIComponent(item);
  } catch {
    return '';
  }
}

const current = new ObservableValue<Place>({ name: 'chats' });

export const place: Observable<Place> = current;

export function goTo(next: Place): void {
  location.hash = formatPlace(next);
}

/** Follows the address from now on. */
export function followAddress(): void {
  const read = () => current.set(parsePlace(location.hash));
  addEventListener('hashchange', read);
  read();
}
