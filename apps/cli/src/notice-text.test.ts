import { describe, expect, it } from 'vitest';
import { noticeText } from './notice-text.ts';

describe('the text of a notice', () => {
  it('B7: says that a copy of a device may be in use, and what to do', () => {
    const text = noticeText({ kind: 'clone-suspected' });
    expect(text).toContain('copy of a device');
    expect(text).toContain('Ask them');
  });

  it.each(['a word of tomorrow', 'toString', '__proto__', '\u001b[2J'])(
    'never repeats a word it does not know: %j',
    (kind) => {
      expect(noticeText({ kind })).toBe(noticeText({ kind: 'unknown' }));
    },
  );
});
