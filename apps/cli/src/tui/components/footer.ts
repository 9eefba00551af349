/** The last line: what just happened, or which keys help here. */

import type { Flash } from '../app-state.ts';
import { h } from '../h.ts';
import { widthOf } from '../wrap.ts';
import { Text } from './text.ts';

export interface KeyHint {
  readonly key: string;
  readonly does: string;
}

interface FooterProps {
  readonly flash: Flash | undefined;
  /** The most useful first; the last ones are left out where there is no room. */
  readonly hints: readonly KeyHint[];
  readonly columns: number;
}

const TONES = { good: 'green', bad: 'red', plain: 'white' } as const;

export function Footer({ flash, hints, columns }: FooterProps) {
  if (flash !== undefined) return h(Text, { color: TONES[flash.tone], wrap: 'truncate-end' }, ` ${flash.text}`);
  return h(
    Text,
    { wrap: 'truncate-end' },
    fitting(hints, columns).map(({ key, does }) =>
      h(Text, { key }, ' ', h(Text, { bold: true }, key), h(Text, { dimColor: true }, ` ${does} `)),
    ),
  );
}

/** The first one is shown in any case, cut if need be. */
function fitting(hints: readonly KeyHint[], columns: number): readonly KeyHint[] {
  const ends = hints.map((_, i) => hints.slice(0, i + 1).reduce((sum, hint) => sum + hintColumns(hint), 0));
  return hints.filter((_, i) => i === 0 || (ends[i] ?? 0) <= columns);
}

function hintColumns({ key, does }: KeyHint): number {
  return widthOf(` ${key} ${does} `);
}
