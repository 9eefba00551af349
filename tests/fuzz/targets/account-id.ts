/** Account ids as text: bech32m. */
import { asAccountId, formatAccountId, parseAccountId } from '@sotto/wire';
import { type FuzzTarget, must } from '../target.ts';
import { textInputs, textOf } from '../text-input.ts';

export function openTarget(): FuzzTarget {
  const ids = [0, 1, 0xff].map((byte) => formatAccountId(asAccountId(new Uint8Array(32).fill(byte))));
  return {
    covers: ['wire parseAccountId', 'wire formatAccountId', 'wire asAccountId'],
    shape: 'text',
    maxBytes: 256,
    seeds: textInputs(...ids),
    words: textInputs('sotto1', 'SOTTO1', 'bc1', 'q'),
    run(input) {
      const text = textOf(input);
      must(formatAccountId(parseAccountId(text)) === text.toLowerCase(), 'an account id has one text');
      return 'accepted';
    },
  };
}
