/** Recovery words that a person types. */
import { createRecoveryWords, recoveryKey, recoveryWordsFault } from '@sotto/identity';
import { randomFrom } from '../people.ts';
import { type FuzzTarget, must } from '../target.ts';
import { textInputs, textOf } from '../text-input.ts';

export function openTarget(): FuzzTarget {
  const words = createRecoveryWords(randomFrom('words'));
  return {
    covers: ['identity recoveryKey', 'identity createRecoveryWords', 'identity recoveryWordsFault'],
    shape: 'text',
    maxBytes: 2_048,
    seeds: textInputs(words, `  ${words.toUpperCase().replaceAll(' ', '\n')} `),
    words: textInputs('abandon', 'about', ' ', '\u3000'),
    // What a person types is the caller's.
    refusals: ['usage'],
    run(input) {
      const text = textOf(input);
      const fault = recoveryWordsFault(text);
      recoveryKey(text);
      must(fault === undefined, 'words that give a key have no fault');
      return 'accepted';
    },
  };
}
