import { describe, expect, test } from 'vitest';
import { linkIn } from './incoming-link.ts';
import { PreferenceStore } from './preferences.ts';

const AT = 'https://example.org/';

describe('a contact link in the address', () => {
  test.each([
    [`#/open/${encodeURIComponent('web+sotto:ABC234')}`, 'sotto:ABC234'],
    ['?text=Write%20me%3A%20sotto%3AABC234%20soon', 'sotto:ABC234'],
    ['?url=SOTTO%3AABC234', 'sotto:ABC234'],
    ['?url=https%3A%2F%2Fexample.com', undefined],
    ['#/open/%E0%A4%A', undefined],
    ['#/chats', undefined],
  ])('%s', (rest, link) => {
    expect(linkIn(new URL(AT + rest))).toBe(link);
  });

  test('G5: is read no further than a link can be long', () => {
    const link = linkIn(new URL(`${AT}?text=${'x'.repeat(5_000)}sotto:ABC`));
    expect(link).toBeUndefined();
    expect(linkIn(new URL(`${AT}?text=sotto:${'A'.repeat(9_000)}`))?.length).toBeLessThanOrEqual(4_096);
  });
});

describe('preferences', () => {
  const storage = (text: string | null) => ({ getItem: () => text, setItem: () => undefined });

  test('are the defaults where nothing is stored, or nonsense', () => {
    const defaults = { theme: 'system', language: 'de', notifications: false, singleKeys: true };
    for (const text of [null, '', '[]', 'null', '{"theme":"loud","language":7}']) {
      expect(new PreferenceStore(storage(text), ['de']).current.get()).toEqual(defaults);
    }
  });

  test('outlive the page where there is storage, and last as long as the page where there is none', () => {
    const kept = new Map<string, string>();
    const map = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, text: string) => void kept.set(key, text),
    };
    new PreferenceStore(map, []).change({ theme: 'dark' });
    expect(new PreferenceStore(map, []).current.get().theme).toBe('dark');
    const full = {
      getItem: () => null,
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
    };
    for (const place of [undefined, full]) {
      const store = new PreferenceStore(place, []);
      store.change({ singleKeys: false });
      expect(store.current.get().singleKeys).toBe(false);
    }
  });
});
