import type { SearchHitView } from '@sotto/client';
import { useMemo } from 'react';
import type { WordFinder } from '../markdown/word-marks.ts';
import { FoundText } from '../text/found-text.tsx';
import { plainExcerpt } from './plain-excerpt.ts';

export interface ExcerptTextProps {
  readonly hit: SearchHitView;
  /** Finds the words that the hit was found by. */
  readonly find: WordFinder;
}

/** The part of a message where it was found, in plain words, with what was found marked. */
export function ExcerptText({ hit, find }: ExcerptTextProps) {
  const pieces = useMemo(() => plainExcerpt(hit.message.text, hit.ranges, find), [hit, find]);
  return (
    <bdi>
      <FoundText pieces={pieces} />
    </bdi>
  );
}
