/**
 * Where in the application the person is: the part of the address after `#`, so that no server is told, and so that
 * "back" works.
 *
 * `#/chats`, `#/contacts`, `#/network`, `#/settings`; with `/~` behind it when something of it is open. What that is stands
 * beside the address, in the state of the browser's history: addresses are kept in clear and copied to other machines, and
 * say nothing of whom somebody writes with. An address that names a contact, `#/chats/<contact>`, is read and shortened.
 */
import { type Observable, ObservableValue } from '../state/observable.ts';

export const PLACES = ['chats', 'contacts', 'network', 'settings'] as const;
export type PlaceName = (typeof PLACES)[number];

export interface Place {
  readonly name: PlaceName;
  /** What of it is open, such as a conversation. */
  readonly item?: string;
}

/** In an address: something is open. No contact is called so. */
const OPEN = '~';

export function parsePlace(hash: string): Place {
  const [name, item] = hash.replace(/^#\/?/, '').split('/', 2);
  const known = PLACES.find((place) => place === name) ?? 'chats';
  const decoded = item === undefined ? '' : decodeItem(item);
  return decoded === '' || decoded === OPEN ? { name: known } : { name: known, item: decoded };
}

export function formatPlace({ name, item }: Place): string {
  return item === undefined ? `#/${name}` : `#/${name}/${OPEN}`;
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
  if (isSame(next, current.get())) return;
  history.pushState(next, '', formatPlace(next));
  current.set(next);
}

/** Follows the address from now on. */
export function followAddress(): void {
  addEventListener('popstate', follow);
  addEventListener('hashchange', follow);
  follow();
}

function follow(): void {
  const next = placeIn(history.state) ?? parsePlace(location.hash);
  if (next.item !== undefined) history.replaceState(next, '', formatPlace(next));
  if (!isSame(next, current.get())) current.set(next);
}

/** What we left in the history, or somebody else. */
function placeIn(state: unknown): Place | undefined {
  if (typeof state !== 'object' || state === null) return undefined;
  const { name, item } = state as Readonly<Record<string, unknown>>;
  const known = PLACES.find((candidate) => candidate === name);
  if (known === undefined) return undefined;
  return typeof item === 'string' ? { name: known, item } : { name: known };
}

function isSame(a: Place, b: Place): boolean {
  return a.name === b.name && a.item === b.item;
}
