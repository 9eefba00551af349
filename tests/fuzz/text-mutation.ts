/** Changes of text by characters, with those that programs get wrong. */
import { type Material, mutateBytes } from './byte-mutation.ts';

/** Case that folds unevenly, forms that normalise, controls, direction marks, joiners, digits of other scripts. */
const CHARACTERS = [
  ...'ıſKßﬀİ\u0000\u0007\u001b\u007f\u0085\u009b\u00a0\u00ad\u0301\u200b\u200d\u202e\u2066\u2028\u2800\u3164',
  ...'\ufe0f\ufeff\ufffd１٣👩🏽\u{e0041}',
  '__proto__',
  'constructor',
  ' ',
  '\r\n',
  '\t',
  '/',
  ':',
  '1',
  'Z',
];

export function mutateText(bytes: Uint8Array, material: Material): Uint8Array {
  const { prng } = material;
  if (prng.chance(0.4)) return mutateBytes(bytes, material);
  const characters = [...new TextDecoder().decode(bytes)];
  const index = prng.integer(0, characters.length);
  switch (prng.integer(0, 4)) {
    case 0:
      return encoded(characters.toSpliced(index, 1).join(''));
    case 1:
      return encoded(characters.toSpliced(index, 1, prng.pick(CHARACTERS)).join(''));
    case 2: {
      const character = characters[index] ?? '';
      const other = character === character.toUpperCase() ? character.toLowerCase() : character.toUpperCase();
      return encoded(characters.toSpliced(index, 1, other).join(''));
    }
    case 3: {
      const many = Array.from({ length: prng.pick([2, 50, 3_000]) }, () => prng.pick(CHARACTERS));
      return encoded(characters.toSpliced(index, 0, ...many).join(''));
    }
    default:
      return encoded(characters.toSpliced(index, 0, prng.pick(CHARACTERS)).join(''));
  }
}

const encoder = new TextEncoder();

function encoded(text: string): Uint8Array {
  return encoder.encode(text);
}
