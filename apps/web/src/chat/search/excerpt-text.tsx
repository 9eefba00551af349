import type { SearchHitView } from '@sotto/client';
import { excerptOf } from './excerpt.ts';

/** The part of a message where it was found, with what was found marked. */
export function ExcerptText({ hit: { message, ranges } }: { readonly hit: SearchHitView }) {
  let place = 0;
  return (
    <bdi>
      {excerptOf(message.text, ranges).map(({ text, isFound }) => {
        const key = place;
        place += text.length;
        return isFound ? (
          <mark key={key} className="found">
            {text}
          </mark>
        ) : (
          <span key={key}>{text}</span>
        );
      })}
    </bdi>
  );
}
