/**
 * A contact link that came with the address of the page: from a link of the scheme `web+sotto:`, or shared to the
 * installed application. It waits here until the account is open; the address is cleaned at once.
 *
 * Must not know: whether it is a link at all. Who uses it reads it strictly.
 */
import { ObservableValue } from './observable.ts';

/** More than a contact link can be long, and little enough to be shown. */
const MAX_LENGTH = 4_096;
const SHARED_FIELDS = ['url', 'text', 'title'];
/** Where it is used: straight there, because whoever takes it takes it for good. */
const ADD_PLACE = '#/contacts/add';
const LINK = /(?:web\+)?sotto:\S+/i;

export const incomingLink = new ObservableValue<string | undefined>(undefined);

/** Reads the address of the page and cleans it. */
export function takeIncomingLink(): void {
  const address = new URL(location.href);
  const link = linkIn(address);
  if (link === undefined && address.search === '') return;
  incomingLink.set(link);
  history.replaceState(null, '', `/${link === undefined ? address.hash : ADD_PLACE}`);
}

/** The link in an address, if there is one: `#/open/<link>`, or the fields that are shared. */
export function linkIn(address: URL): string | undefined {
  const opened = /^#\/open\/(.+)$/.exec(address.hash)?.[1];
  const candidates = [
    ...(opened === undefined ? [] : [decode(opened)]),
    ...SHARED_FIELDS.map((field) => address.searchParams.get(field) ?? ''),
  ];
  const found = candidates.map((text) => LINK.exec(text.slice(0, MAX_LENGTH))?.[0]).find((text) => text !== undefined);
  return found?.replace(/^(?:web\+)?sotto:/i, 'sotto:');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
