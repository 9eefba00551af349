/** Codes that are scanned from somebody's screen. */
import { formatSafetyCode, verifySafetyText } from '@sotto/identity';
import { account } from '../people.ts';
import { type FuzzTarget, must } from '../target.ts';
import { textInputs, textOf } from '../text-input.ts';

export async function openTarget(): Promise<FuzzTarget> {
  const [ours, theirs] = [(await account('ours')).state, (await account('theirs')).state];
  const right = formatSafetyCode(theirs, ours);
  return {
    covers: ['identity verifySafetyText', 'identity formatSafetyCode', 'crypto verifySafetyCode', 'crypto safetyCode'],
    shape: 'text',
    maxBytes: 300,
    seeds: textInputs(right),
    words: textInputs('SOTTO-SAFETY:', formatSafetyCode(ours, theirs)),
    run(input) {
      const text = textOf(input);
      const holds = verifySafetyText(text, ours, theirs);
      must(holds === (text === right), 'one text holds and no other');
      return holds ? 'accepted' : 'refused';
    },
  };
}
