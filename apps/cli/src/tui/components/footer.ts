/** The last line: what just happened, or which keys help here. */

import type { Flash } from '../app-state.ts';
import { h } from '../h.ts';
import { Text } from './text.ts';

export interface KeyHint {
  readonly key: string;
  readonly does: string;
}

interface FooterProps {
  readonly flash: Flash | undefined;
  readonly hints: readonly KeyHint[];
}

const TONES = { good: 'green', bad: 'red', plain: 'white' } as const;

export function Footer({ flash, hints }: FooterProps) {
  if (flash !== undefined) return h(Text, { color: TONES[flash.tone], wrap: 'truncate-end' }, ` ${flash.text}`);
  return h(
    Text,
    { wrap: 'truncate-end' },
    hints.map(({ key, does }) =>
      h(Text, { key }, ' ', h(Text, { bold: true }, key), h(Text, { dimColor: true }, ` ${does} `)),
    ),
  );
}
