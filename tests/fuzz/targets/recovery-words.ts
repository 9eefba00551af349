/** Recovery words that a person types. */
import { createRecoveryWords, recoveryKey } from '@sotto/identity';
import { randomFrom } from '../people.ts';
import type { FuzzTarget } from '../target.ts';
import { textInputs, textOf } from '../text-input.ts';

export function openTarget(): FuzzTarget {
  const words = createRecoveryWords(randomFrom('words'));
  return {
    covers: ['identity recoveryKey', 'identity createRecoveryWords'],
    shape: 'text',
    maxBytes: 2_048,
    seeds: textInputs(words, `  ${words.toUpperCase().replaceAll(' ', '\n')} `),
    words: textInputs('abandon', 'about', ' ', '\u3000'),
    // What a person types is the caller's.
    refusals: ['usage'],
    run(input) {
      recoveryKey(textOf(input));
      return 'accepted';
    },
  };
}
