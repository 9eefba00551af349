import type { Key } from 'ink';
import { describe, expect, it } from 'vitest';
import { keystrokes } from './keystroke.ts';

const NONE = Object.fromEntries(
  [
    'upArrow',
    'downArrow',
    'leftArrow',
    'rightArrow',
    'pageDown',
    'pageUp',
    'home',
    'end',
    'return',
    'escape',
    'ctrl',
    'shift',
    'tab',
    'backspace',
    'delete',
    'meta',
    'super',
    'hyper',
    'capsLock',
    'numLock',
  ].map((name) => [name, false]),
) as unknown as Key;

function names(input: string, change: Partial<Key> = {}): string[] {
  return keystrokes(input, { ...NONE, ...change }).map(({ key, text }) =>
    key === 'text' ? JSON.stringify(text) : key,
  );
}

describe('keystrokes', () => {
  it('name the keys that are no text', () => {
    expect(names('', { return: true })).toEqual(['enter']);
    expect(names('', { return: true, meta: true })).toEqual(['alt-enter']);
    expect(names('', { tab: true, shift: true })).toEqual(['shift-tab']);
    expect(names('', { upArrow: true, meta: true })).toEqual(['alt-up']);
    expect(names('', { leftArrow: true, ctrl: true })).toEqual(['ctrl-left']);
    expect(names('c', { ctrl: true })).toEqual(['ctrl-c']);
    expect(names('\n')).toEqual(['alt-enter']);
    expect(names('')).toEqual([]);
  });

  it('find the keys at the end of text that came in one chunk', () => {
    expect(names('hello\r')).toEqual(['"hello"', 'enter']);
    expect(names('Ada\t')).toEqual(['"Ada"', 'tab']);
    expect(names('ab\u007f\r')).toEqual(['"ab"', 'backspace', 'enter']);
    expect(names('x\u0003')).toEqual(['"x"', 'ctrl-c']);
  });

  it('keep returns inside a chunk as new lines: that is a paste', () => {
    expect(names('one\rtwo\r\nthree')).toEqual(['"one\\ntwo\\nthree"']);
  });
});
