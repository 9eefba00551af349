/** Contact links that a person pastes or scans (attack G8). */
import { checkLinkAgainstLog, formatContactLink, linkFor, parseContactLink } from '@sotto/identity';
import { SottoError } from '@sotto/wire';
import { account } from '../people.ts';
import { type FuzzTarget, must } from '../target.ts';
import { textInputs, textOf } from '../text-input.ts';

export async function openTarget(): Promise<FuzzTarget> {
  const { state } = await account('link');
  const links = ['Ada', '', '👩🏽‍🚀 \u202e'].map((name) => formatContactLink(linkFor(state, name)));
  const [first = ''] = links;
  return {
    covers: ['parseContactLink', 'formatContactLink', 'linkFor', 'checkLinkAgainstLog'].map(
      (name) => `identity ${name}`,
    ),
    shape: 'text',
    maxBytes: 5_000,
    seeds: textInputs(...links, first.toLowerCase(), first.replaceAll(/(.{40})/g, '$1\n')),
    words: textInputs('sotto:', 'SOTTO:', ' ', '=', '\u2028'),
    run(input) {
      const text = textOf(input);
      const link = parseContactLink(text);
      const again = formatContactLink(link);
      must(
        again.toUpperCase() === text.replaceAll(/\s+/g, '').toUpperCase(),
        'a link has one text, case and space aside',
      );
      try {
        checkLinkAgainstLog(link, state);
      } catch (error) {
        if (!(error instanceof SottoError)) throw error;
      }
      return 'accepted';
    },
  };
}
