/**
 * Key presses as the screens understand them. Must not know: what any key does.
 *
 * A terminal may deliver several presses as one chunk. Control characters at the end of a chunk are presses of their own
 * (`hello⏎`); inside a chunk, as in a paste without brackets, a return is a new line.
 */
import type { Key } from 'ink';

export interface Keystroke {
  /** `text` for printable input, else a name: `enter`, `alt-enter`, `up`, `ctrl-c`, `alt-up` … */
  readonly key: string;
  readonly text: string;
}

const NAMED = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'page-up'],
  ['pageDown', 'page-down'],
  ['home', 'home'],
  ['end', 'end'],
  ['backspace', 'backspace'],
  ['delete', 'delete'],
] as const;

function named(key: Key): string | undefined {
  if (key.return) return key.meta || key.shift ? 'alt-enter' : 'enter';
  if (key.tab) return key.shift ? 'shift-tab' : 'tab';
  if (key.escape) return 'escape';
  const found = NAMED.find(([flag]) => key[flag]);
  if (found === undefined) return undefined;
  const modifier = key.ctrl ? 'ctrl-' : key.meta ? 'alt-' : '';
  return modifier + found[1];
}

/** The presses in one input event, in order. */
export function keystrokes(input: string, key: Key): readonly Keystroke[] {
  const name = named(key);
  if (name !== undefined) return [{ key: name, text: '' }];
  if (input === '') return [];
  if (key.ctrl) return [{ key: `ctrl-${input}`, text: '' }];
  if (key.meta) return [{ key: `alt-${input}`, text: '' }];
  if (input === '\n') return [{ key: 'alt-enter', text: '' }];
  return chunk(input);
}

function chunk(input: string): readonly Keystroke[] {
  const trailing: Keystroke[] = [];
  let end = input.length;
  for (; end > 0; end--) {
    const name = controlName(input.charAt(end - 1));
    if (name === undefined) break;
    trailing.unshift({ key: name, text: '' });
  }
  const text = input.slice(0, end).replace(/\r\n?/g, '\n');
  return text === '' ? trailing : [{ key: 'text', text }, ...trailing];
}

function controlName(character: string): string | undefined {
  if (character === '\r') return 'enter';
  if (character === '\n') return 'alt-enter';
  if (character === '\t') return 'tab';
  if (character === '\u007f' || character === '\b') return 'backspace';
  if (character < ' ') return `ctrl-${String.fromCharCode(character.charCodeAt(0) + 96)}`;
  return undefined;
}
