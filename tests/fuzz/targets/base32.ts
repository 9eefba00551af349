/** Base32 text. */
import { formatBase32, parseBase32 } from '@sotto/wire';
import { type FuzzTarget, must } from '../target.ts';
import { textInputs, textOf } from '../text-input.ts';

export function openTarget(): FuzzTarget {
  return {
    covers: ['wire parseBase32', 'wire formatBase32'],
    shape: 'text',
    maxBytes: 256,
    seeds: textInputs('', 'MFRGGZDF', 'AA'),
    run(input) {
      const text = textOf(input);
      must(formatBase32(parseBase32(text)) === text, 'what decodes encodes to the same text');
      return 'accepted';
    },
  };
}
