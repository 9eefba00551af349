import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { followAddress, formatPlace, goTo, parsePlace, place } from './place.ts';

/** The history of a page, as far as places use it. */
class Entries {
  readonly #entries: { hash: string; state: unknown }[] = [{ hash: '', state: null }];
  #at = 0;

  get hash(): string {
    return this.#entries[this.#at]?.hash ?? '';
  }
  get state(): unknown {
    return this.#entries[this.#at]?.state;
  }
  get all(): readonly string[] {
    return this.#entries.map(({ hash }) => hash);
  }
  readonly pushState = (state: unknown, _: string, hash: string) => {
    this.#entries.splice(++this.#at, Number.POSITIVE_INFINITY, { hash, state: structuredClone(state) });
  };
  readonly replaceState = (state: unknown, _: string, hash: string) => {
    this.#entries[this.#at] = { hash, state: structuredClone(state) };
  };
  /** Somebody types an address, or follows one. */
  type(hash: string): void {
    this.pushState(null, '', hash);
    dispatchEvent(new Event('popstate'));
    dispatchEvent(new Event('hashchange'));
  }
  back(): void {
    this.#at--;
    dispatchEvent(new Event('popstate'));
  }
}

describe('a place', () => {
  let entries: Entries;
  beforeEach(() => {
    const events = new EventTarget();
    entries = new Entries();
    vi.stubGlobal('addEventListener', events.addEventListener.bind(events));
    vi.stubGlobal('dispatchEvent', events.dispatchEvent.bind(events));
    vi.stubGlobal('history', entries);
    vi.stubGlobal('location', entries);
    followAddress();
  });
  afterEach(() => {
    goTo({ name: 'chats' });
    vi.unstubAllGlobals();
  });

  test('is gone back from, and found again after a reload', () => {
    goTo({ name: 'chats', item: 'ada' });
    goTo({ name: 'chats', item: 'grace' });
    goTo({ name: 'settings' });
    entries.back();
    expect(place.get()).toEqual({ name: 'chats', item: 'grace' });
    followAddress();
    expect(place.get()).toEqual({ name: 'chats', item: 'grace' });
    entries.back();
    expect(place.get()).toEqual({ name: 'chats', item: 'ada' });
    entries.back();
    expect(place.get()).toEqual({ name: 'chats' });
  });

  test('G7: leaves no contact in an address, which the browser keeps', () => {
    goTo({ name: 'chats', item: 'ada' });
    goTo({ name: 'contacts', item: 'grace' });
    entries.type('#/chats/margaret');
    expect(place.get()).toEqual({ name: 'chats', item: 'margaret' });
    expect(entries.all).toEqual(['', '#/chats/~', '#/contacts/~', '#/chats/~']);
  });

  test('is entered once, however often somebody goes there', () => {
    goTo({ name: 'network' });
    goTo({ name: 'network' });
    expect(entries.all).toHaveLength(2);
  });

  test('that nobody knows is the first one', () => {
    for (const hash of ['', '#', '#/', '#/nowhere', '#/chats/', '#/chats/~', '#/chats/%E0']) {
      expect(parsePlace(hash)).toEqual({ name: 'chats' });
    }
    expect(parsePlace('#/contacts/a%20b')).toEqual({ name: 'contacts', item: 'a b' });
    expect(formatPlace({ name: 'contacts' })).toBe('#/contacts');
  });
});
