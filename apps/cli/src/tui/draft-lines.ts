/** A draft laid out for a box: lines broken at the edge, and where the cursor stands. */
import { sanitizeForTerminal } from '../sanitize.ts';
import type { Draft } from './draft.ts';
import { widthOf } from './wrap.ts';

export interface DraftLines {
  readonly lines: readonly string[];
  readonly cursorLine: number;
  /** Index into that line, in UTF-16 units: the grapheme there is under the cursor. */
  readonly cursorUnit: number;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** `mask`: shown in place of every grapheme, for passphrases. */
export function layOutDraft(draft: Draft, columns: number, mask?: string): DraftLines {
  const lines: string[] = [''];
  let used = 0;
  let cursorLine = 0;
  let cursorUnit = 0;
  const breakLine = () => {
    lines.push('');
    used = 0;
  };
  for (const { segment, index } of graphemes.segment(draft.text)) {
    const shown = segment === '\n' ? '' : (mask ?? sanitizeForTerminal(segment));
    const width = widthOf(shown);
    // The cursor needs a cell after the last character too.
    if (used + width > columns - 1) breakLine();
    if (index === draft.cursor) {
      cursorLine = lines.length - 1;
      cursorUnit = (lines.at(-1) ?? '').length;
    }
    if (segment === '\n') breakLine();
    else {
      lines[lines.length - 1] += shown;
      used += width;
    }
  }
  if (draft.cursor === draft.text.length) {
    cursorLine = lines.length - 1;
    cursorUnit = (lines.at(-1) ?? '').length;
  }
  return { lines, cursorLine, cursorUnit };
}
