import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeJson } from './json.ts';

describe('encodeJson', () => {
  it('G2: escapes what a terminal would act on and gives the same value back', () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 });
    fc.assert(
      fc.property(fc.array(fc.record({ text })), (value) => {
        const encoded = encodeJson(value);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: the point of the test
        expect(encoded).not.toMatch(/[\u0000-\u001f\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(JSON.parse(encoded)).toEqual(value);
      }),
      { numRuns: 300 },
    );
  });

  it('G2: escapes C1 controls, overrides and tags, also outside the basic plane', () => {
    expect(encodeJson({ text: '\u009b\u202e\u{e0041}\u001b' })).toBe('{"text":"\\u009b\\u202e\\udb40\\udc41\\u001b"}');
  });
});
