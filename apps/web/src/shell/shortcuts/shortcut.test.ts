import { describe, expect, test } from 'vitest';
import { type PressedKey, shortcutOf } from './shortcut.ts';

const NONE = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
const READING = { isWriting: false, singleKeys: true };
const WRITING = { isWriting: true, singleKeys: true };
const press = (key: string, held: Partial<PressedKey> = {}) => ({ ...NONE, ...held, key });

describe('a shortcut', () => {
  test('with Ctrl, Command or Alt works while something is written', () => {
    for (const surroundings of [READING, WRITING]) {
      expect(shortcutOf(press('k', { ctrlKey: true }), surroundings)).toBe('search');
      expect(shortcutOf(press('K', { metaKey: true }), surroundings)).toBe('search');
      expect(shortcutOf(press('F', { ctrlKey: true, shiftKey: true }), surroundings)).toBe('search-here');
      expect(shortcutOf(press('/', { ctrlKey: true, shiftKey: true }), surroundings)).toBe('help');
      expect(shortcutOf(press('PageUp', { altKey: true }), surroundings)).toBe('newer');
      expect(shortcutOf(press('PageDown', { altKey: true }), surroundings)).toBe('older');
    }
  });

  test('of one key works while nothing is written, unless it is turned off', () => {
    const keys = ['/', '?', 'Escape'];
    expect(keys.map((key) => shortcutOf(press(key), READING))).toEqual(['search', 'help', 'close']);
    expect(shortcutOf(press('/', { shiftKey: true }), READING)).toBe('search');
    expect(keys.map((key) => shortcutOf(press(key), WRITING))).toEqual([undefined, undefined, undefined]);
    const off = { isWriting: false, singleKeys: false };
    expect(keys.map((key) => shortcutOf(press(key), off))).toEqual([undefined, undefined, 'close']);
  });

  test("leaves the browser's own keys alone", () => {
    const others = [
      press('f', { ctrlKey: true }),
      press('k', { ctrlKey: true, altKey: true }),
      press('ArrowLeft', { altKey: true }),
      press('Escape', { ctrlKey: true }),
      press('a'),
    ];
    for (const other of others) expect(shortcutOf(other, READING)).toBeUndefined();
  });
});
