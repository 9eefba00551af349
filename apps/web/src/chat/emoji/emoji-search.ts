/** Finding emoji by the beginning of their words. Pure. */
import { EMOJI, type Emoji } from './emoji-list.ts';

/** Those with a word that begins with each word of `query`, whole words first; `undefined`: nothing was asked. */
export function searchEmoji(query: string): readonly Emoji[] | undefined {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return undefined;
  const found = EMOJI.flatMap(({ emoji }) => emoji).filter(({ emoji, words }) =>
    wanted.every((word) => emoji === word || ` ${words}`.includes(` ${word}`)),
  );
  const isWhole = ({ words }: Emoji) => wanted.every((word) => words.split(' ').includes(word));
  return [...found.filter(isWhole), ...found.filter((one) => !isWhole(one))];
}
