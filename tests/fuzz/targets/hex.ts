/** Hexadecimal text. */
import { formatHex, parseHex } from '@sotto/wire';
import { type FuzzTarget, must } from '../target.ts';
import { textInputs, textOf } from '../text-input.ts';

export function openTarget(): FuzzTarget {
  return {
    covers: ['wire parseHex', 'wire formatHex'],
    shape: 'text',
    maxBytes: 256,
    seeds: textInputs('', '00ff10', 'ab'),
    run(input) {
      const text = textOf(input);
      must(formatHex(parseHex(text)) === text, 'what decodes encodes to the same text');
      return 'accepted';
    },
  };
}
