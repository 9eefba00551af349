/** Labelled lines as rows of a panel. Pure. */
import { LABEL_COLUMNS, type LabelledLine } from '../labelled-line.ts';
import type { Row } from './row.ts';
import { wrapColumns } from './wrap.ts';

export const TONE_COLOURS: Readonly<Record<LabelledLine['tone'], string | undefined>> = {
  good: 'green',
  warn: 'yellow',
  bad: 'red',
  plain: undefined,
};

/** `columns`: inside the panel. */
export function labelledRows(lines: readonly LabelledLine[], columns: number): readonly Row[] {
  return lines.flatMap(({ label, text, tone }, line) => {
    const color = TONE_COLOURS[tone];
    return wrapColumns(text, columns - LABEL_COLUMNS).map((part, i) => ({
      key: `line-${line}-${i}`,
      spans: [
        { text: (i === 0 ? label : '').padEnd(LABEL_COLUMNS), dim: true },
        { text: part, ...(color === undefined ? {} : { color }) },
      ],
    }));
  });
}
