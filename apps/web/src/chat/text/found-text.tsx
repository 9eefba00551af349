import './found-text.css';
import type { TextPiece } from './text-piece.ts';

/** A text with what was found in it marked: text nodes and `mark` elements, never markup. */
export function FoundText({ pieces }: { readonly pieces: readonly TextPiece[] }) {
  let place = 0;
  return pieces.map(({ text, isFound }) => {
    const key = place;
    place += text.length;
    if (!isFound) return text;
    return (
      <mark key={key} className="found">
        {text}
      </mark>
    );
  });
}
