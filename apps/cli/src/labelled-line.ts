/** Facts in lines, each under a word: what the status and what is known of a message are told in. Must not know: either. */
import type { Paint } from './paint.ts';

export type Tone = 'good' | 'warn' | 'bad' | 'plain';

export interface LabelledLine {
  /** What it is about, in a word; empty: it goes on the line before. Shorter than `LABEL_COLUMNS`. */
  readonly label: string;
  /** Sanitised; it may have line breaks. */
  readonly text: string;
  readonly tone: Tone;
}

export const LABEL_COLUMNS = 10;

const STYLES = { good: 'green', warn: 'yellow', bad: 'red', plain: undefined } as const;

/** For standard output. What has more lines than one stays below itself, so that nothing in it looks like a label. */
export function labelledText(lines: readonly LabelledLine[], paint: Paint): string {
  return lines
    .map(({ label, text, tone }) => {
      const style = STYLES[tone];
      const block = text.replaceAll('\n', `\n${' '.repeat(LABEL_COLUMNS)}`);
      return `${label.padEnd(LABEL_COLUMNS)}${style === undefined ? block : paint(style, block)}`;
    })
    .join('\n');
}
