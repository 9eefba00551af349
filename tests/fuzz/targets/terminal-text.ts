/** Text of other people on its way to a terminal (attack G2). */
import { sanitizeForTerminal, sanitizeLine } from '@sotto/cli';
import { type FuzzTarget, must } from '../target.ts';
import { textInputs, textOf, utf16Of } from '../text-input.ts';

const DANGEROUS = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;

export function openTarget(): FuzzTarget {
  return {
    covers: [],
    shape: 'text',
    maxBytes: 4_096,
    seeds: textInputs('plain', 'two\nlines', '👩🏽‍🚀 e\u0301', '\u0627\u200d\u0628', 'نص عربي'),
    words: textInputs(
      '\u001b[2J',
      '\u001b]52;c;AAAA\u0007',
      '\u009b31m',
      '\u202e',
      '\u200d',
      '\r',
      '\u0301\u0301\u0301\u0301',
    ),
    run(input) {
      for (const text of [textOf(input), utf16Of(input)]) check(text);
      return 'accepted';
    },
  };
}

function check(text: string): void {
  const shown = sanitizeForTerminal(text);
  must(!DANGEROUS.test(shown.replaceAll('\n', '')), 'nothing that controls a terminal is left');
  must(sanitizeForTerminal(shown) === shown, 'doing it twice changes nothing');
  must(shown.length <= 4 * text.length, 'the result is not much longer');
  const line = sanitizeLine(text, { maxColumns: 20 });
  must(line !== '' && !line.includes('\n'), 'a line is one line with something on it');
  must(!DANGEROUS.test(line), 'nothing that controls a terminal is left in a line');
}
