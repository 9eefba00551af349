/** Names that people give themselves (attacks C10, G2). */
import { encodeUtf8, LIMITS } from '@sotto/wire';
import { cleanName, foldName, numberedName } from '../../../packages/client/src/contact-name.ts';
import { type FuzzTarget, must } from '../target.ts';
import { textInputs, textOf, utf16Of } from '../text-input.ts';

export function openTarget(): FuzzTarget {
  return {
    covers: [],
    shape: 'text',
    maxBytes: 4_096,
    seeds: textInputs('Ada', '', 'Ａｄａ', 'Straße', '\u202eadA', 'İstanbul'),
    run(input) {
      for (const text of [textOf(input), utf16Of(input)]) check(text);
      return 'accepted';
    },
  };
}

function check(text: string): void {
  const name = cleanName(text);
  must(name !== '' && name.isWellFormed(), 'a name is never empty and well formed');
  must(encodeUtf8(name).length <= LIMITS.MAX_NAME_BYTES, 'a name keeps its bound');
  must(cleanName(name) === name, 'cleaning twice changes nothing');
  must(encodeUtf8(numberedName(name, 9_999)).length <= LIMITS.MAX_NAME_BYTES, 'a numbered name keeps the bound');
  must(foldName(foldName(name)) === foldName(name), 'folding twice changes nothing');
}
