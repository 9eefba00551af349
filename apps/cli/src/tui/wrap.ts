/** Text in columns of a terminal: width, and breaking lines at spaces. Takes sanitised text only. */
import stringWidth from 'string-width';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;

/** Cells that `text`, one line, takes. */
export function widthOf(text: string): number {
  return PRINTABLE_ASCII.test(text) ? text.length : stringWidth(text);
}

/** Emoji that are joined from several, or have a skin tone. */
const JOINED = /[\u200d\p{Emoji_Modifier}]/u;

/** Cells that `text` takes on a terminal that draws every part of a joined emoji for itself; never less than `widthOf`. */
export function widestOf(text: string): number {
  const width = widthOf(text);
  if (!JOINED.test(text)) return width;
  return Math.max(
    width,
    [...text].reduce((sum, character) => sum + stringWidth(character), 0),
  );
}

/** Fills the line up to `columns` cells with spaces. */
export function padColumns(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - widthOf(text)));
}

/** Lines of at most `columns` cells (at least 2) on any terminal, broken at spaces where there are any. */
export function wrapColumns(text: string, columns: number): readonly string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, Math.max(2, columns)));
}

function wrapLine(line: string, columns: number): readonly string[] {
  if (widestOf(line) <= columns) return [line];
  const lines: string[] = [];
  let current = '';
  let used = 0;
  const finish = () => {
    lines.push(current.trimEnd());
    current = '';
    used = 0;
  };
  for (const part of line.match(/\s+|\S+/gu) ?? []) {
    const width = widestOf(part);
    if (used + width <= columns) {
      current += part;
      used += width;
      continue;
    }
    if (used > 0) finish();
    if (/^\s/u.test(part)) continue;
    for (const { segment } of graphemes.segment(part)) {
      const segmentWidth = widestOf(segment);
      if (used > 0 && used + segmentWidth > columns) finish();
      current += segment;
      used += segmentWidth;
    }
  }
  if (used > 0) finish();
  return lines;
}
