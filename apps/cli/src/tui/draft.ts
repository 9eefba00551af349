/**
 * Text that a person is writing: pure editing by graphemes. Must not know: where it is shown or sent.
 *
 * Control characters never get in, so a paste cannot carry them; everything else stays as it was typed, because what is
 * sent is the person's text.
 */

export interface Draft {
  readonly text: string;
  /** Position in UTF-16 units, always at a grapheme boundary. */
  readonly cursor: number;
}

export const EMPTY_DRAFT: Draft = { text: '', cursor: 0 };

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Cut so that typing stays quick however long the text is: a grapheme is never longer. */
const LOOK_AROUND = 256;

function before(text: string, cursor: number): number {
  const start = Math.max(0, cursor - LOOK_AROUND);
  let last = start;
  for (const { index } of graphemes.segment(text.slice(start, cursor))) last = start + index;
  return last;
}

function after(text: string, cursor: number): number {
  const [first] = graphemes.segment(text.slice(cursor, cursor + LOOK_AROUND));
  return first === undefined ? cursor : cursor + first.segment.length;
}

export function draftOf(text: string): Draft {
  return { text, cursor: text.length };
}

function acceptable(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replaceAll('\t', '    ')
    .replace(/(?!\n)[\p{Cc}\p{Cs}]/gu, '');
}

/** Puts text at the cursor; `undefined` when the whole would be longer than `maxBytes` of UTF-8. */
export function insert(draft: Draft, text: string, maxBytes: number): Draft | undefined {
  const added = acceptable(text);
  const next = draft.text.slice(0, draft.cursor) + added + draft.text.slice(draft.cursor);
  return Buffer.byteLength(next) > maxBytes ? undefined : { text: next, cursor: draft.cursor + added.length };
}

function remove(draft: Draft, start: number, end: number): Draft {
  return { text: draft.text.slice(0, start) + draft.text.slice(end), cursor: start };
}

function lineStart({ text, cursor }: Draft): number {
  return text.lastIndexOf('\n', cursor - 1) + 1;
}

function lineEnd({ text, cursor }: Draft): number {
  const end = text.indexOf('\n', cursor);
  return end < 0 ? text.length : end;
}

function wordStart({ text, cursor }: Draft): number {
  return text.slice(0, cursor).replace(/\S*\s*$/u, '').length;
}

function wordEnd({ text, cursor }: Draft): number {
  return cursor + (/^\s*\S*/u.exec(text.slice(cursor))?.[0].length ?? 0);
}

/** Moves to the line above or below, as near to the column as it goes; `undefined` at the edge. */
function vertical(draft: Draft, step: -1 | 1): Draft | undefined {
  const start = lineStart(draft);
  const column = draft.cursor - start;
  const target = step < 0 ? start - 1 : lineEnd(draft) + 1;
  if (target < 0 || target > draft.text.length) return undefined;
  const other = { ...draft, cursor: target };
  const wanted = Math.min(lineStart(other) + column, lineEnd(other));
  return { ...draft, cursor: boundary(draft.text, wanted) };
}

function boundary(text: string, position: number): number {
  const previous = before(text, position);
  return after(text, previous) === position || previous === position ? position : previous;
}

const EDITS: Readonly<Record<string, (draft: Draft) => Draft | undefined>> = {
  left: (draft) => ({ ...draft, cursor: before(draft.text, draft.cursor) }),
  right: (draft) => ({ ...draft, cursor: after(draft.text, draft.cursor) }),
  'alt-left': (draft) => ({ ...draft, cursor: wordStart(draft) }),
  'ctrl-left': (draft) => ({ ...draft, cursor: wordStart(draft) }),
  'alt-right': (draft) => ({ ...draft, cursor: wordEnd(draft) }),
  'ctrl-right': (draft) => ({ ...draft, cursor: wordEnd(draft) }),
  up: (draft) => vertical(draft, -1),
  down: (draft) => vertical(draft, 1),
  home: (draft) => ({ ...draft, cursor: lineStart(draft) }),
  'ctrl-a': (draft) => ({ ...draft, cursor: lineStart(draft) }),
  end: (draft) => ({ ...draft, cursor: lineEnd(draft) }),
  'ctrl-e': (draft) => ({ ...draft, cursor: lineEnd(draft) }),
  backspace: (draft) => remove(draft, before(draft.text, draft.cursor), draft.cursor),
  'ctrl-h': (draft) => remove(draft, before(draft.text, draft.cursor), draft.cursor),
  delete: (draft) => remove(draft, draft.cursor, after(draft.text, draft.cursor)),
  'ctrl-d': (draft) => remove(draft, draft.cursor, after(draft.text, draft.cursor)),
  'ctrl-w': (draft) => remove(draft, wordStart(draft), draft.cursor),
  'alt-backspace': (draft) => remove(draft, wordStart(draft), draft.cursor),
  'ctrl-u': (draft) => remove(draft, lineStart(draft), draft.cursor),
  'ctrl-k': (draft) => remove(draft, draft.cursor, lineEnd(draft)),
};

/** The draft after an editing key, or `undefined` when the key does not edit here. */
export function editDraft(draft: Draft, key: string): Draft | undefined {
  return EDITS[key]?.(draft);
}
