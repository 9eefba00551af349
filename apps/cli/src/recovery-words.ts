/** How recovery words are shown: numbered, in columns, with what they are for. Must not know: how they are made. */

/** No word of the list is longer. */
const LONGEST_WORD = 8;
const GAP = '  ';
/** Cells of one column with its number. */
const COLUMN_WIDTH = 4 + LONGEST_WORD;

/** Columns of words that fit into `width` cells, four at most. */
export function recoveryWordColumns(width: number): number {
  return Math.max(1, Math.min(4, Math.floor((width + GAP.length) / (COLUMN_WIDTH + GAP.length))));
}

/** Splits the phrase into its words. */
export function splitRecoveryWords(phrase: string): readonly string[] {
  return phrase.trim().split(/\s+/u);
}

/** Rows of numbered words, `columns` beside each other, numbered downwards. */
export function recoveryWordRows(phrase: string, columns: number): readonly string[] {
  const words = splitRecoveryWords(phrase);
  const height = Math.ceil(words.length / columns);
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: columns }, (_unused, column) => {
      const index = column * height + row;
      const word = words[index];
      return word === undefined ? '' : `${String(index + 1).padStart(2)}. ${word.padEnd(LONGEST_WORD)}`;
    })
      .join(GAP)
      .trimEnd(),
  );
}

export function describeRecoveryWords(phrase: string): string {
  return [
    'Recovery words. Write them on paper and keep it safe: whoever has them owns the account.',
    '',
    ...recoveryWordRows(phrase, 4).map((row) => `  ${row}`),
    '',
    'This device shows them again until you say that you have them: sotto recovery-words --forget',
  ].join('\n');
}

/** The words of what somebody typed or pasted, without the numbers that words on paper may have. */
export function typedRecoveryWords(text: string): readonly string[] {
  return text.split(/\s+/u).filter((part) => part !== '' && !/^\d{1,2}[.):]?$/u.test(part));
}
