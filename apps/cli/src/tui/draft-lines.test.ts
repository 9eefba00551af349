import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draftOf } from './draft.ts';
import { layOutDraft } from './draft-lines.ts';
import { widthOf } from './wrap.ts';

describe('laying out a draft', () => {
  it('keeps a cell for the cursor at the end of every line', () => {
    expect(layOutDraft(draftOf('abcdef'), 4)).toEqual({ lines: ['abc', 'def'], cursorLine: 1, cursorUnit: 3 });
    expect(layOutDraft(draftOf(''), 4)).toEqual({ lines: [''], cursorLine: 0, cursorUnit: 0 });
    expect(layOutDraft(draftOf('ab\n'), 4)).toEqual({ lines: ['ab', ''], cursorLine: 1, cursorUnit: 0 });
  });

  it('finds the cursor inside', () => {
    expect(layOutDraft({ text: 'ab\ncd', cursor: 3 }, 10)).toMatchObject({ cursorLine: 1, cursorUnit: 0 });
    expect(layOutDraft({ text: 'ab\ncd', cursor: 2 }, 10)).toMatchObject({ cursorLine: 0, cursorUnit: 2 });
  });

  it('shows a mask in place of a passphrase', () => {
    expect(layOutDraft(draftOf('sécret'), 20, '•').lines).toEqual(['••••••']);
  });

  it('G2: shows nothing of a paste that acts on the terminal', () => {
    expect(layOutDraft(draftOf('a\u202eb\u009bc'), 20).lines).toEqual(['ab\ufffdc']);
  });

  it('fits the box, whatever is written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 3, max: 30 }), (text, columns) => {
        const { lines, cursorLine, cursorUnit } = layOutDraft(draftOf(text), columns);
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns - 1);
        expect(cursorLine).toBe(lines.length - 1);
        expect(cursorUnit).toBe(lines.at(-1)?.length);
      }),
    );
  });
});
