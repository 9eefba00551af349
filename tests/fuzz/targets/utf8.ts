/** Text that must be well-formed UTF-8. */
import { decodeUtf8, encodeUtf8 } from '@sotto/wire';
import { type FuzzTarget, mustEqual } from '../target.ts';
import { textInputs } from '../text-input.ts';

export function openTarget(): FuzzTarget {
  return {
    covers: ['wire decodeUtf8', 'wire encodeUtf8'],
    shape: 'bytes',
    maxBytes: 256,
    seeds: textInputs('', 'plain', '\ufeffmark', 'Grüße 👋🏽', '\u0000'),
    words: [Uint8Array.of(0xed, 0xa0, 0x80), Uint8Array.of(0xc0, 0x80), Uint8Array.of(0xf4, 0x90, 0x80, 0x80)],
    run(input) {
      mustEqual(encodeUtf8(decodeUtf8(input)), input, 'what decodes encodes to the same bytes');
      return 'accepted';
    },
  };
}
