import { LIMITS } from '@sotto/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ContentTypes, encodeBody } from './content-type.ts';
import { TEXT } from './text.ts';

const types = new ContentTypes().register(TEXT);
const fallback = 'for readers that do not know better';

describe('a content type', () => {
  it('shows its text, whatever the text is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const body = encodeBody(TEXT, { text });
        expect(TEXT.decode(body)).toEqual({ text });
        expect(types.describe({ type: TEXT.type, typeVersion: 1, body, fallback })).toBe(text);
      }),
    );
  });

  it('shows the fallback where it is not known, not well formed, or too large', () => {
    const body = encodeBody(TEXT, { text: 'hello' });
    const typeVersion = TEXT.version;
    expect(types.describe({ type: 'somebody/else', typeVersion, body, fallback })).toBe(fallback);
    expect(types.describe({ type: TEXT.type, typeVersion: typeVersion + 1, body, fallback })).toBe(fallback);
    expect(types.describe({ type: TEXT.type, typeVersion, body: Uint8Array.of(0xff), fallback })).toBe(fallback);
    const anything = { ...TEXT, type: 'test/anything', maxBytes: 3, decode: () => ({ text: 'decoded' }) };
    const describeOf = (length: number) =>
      new ContentTypes()
        .register(anything)
        .describe({ type: anything.type, typeVersion, body: new Uint8Array(length), fallback });
    expect([describeOf(3), describeOf(4)]).toEqual(['decoded', fallback]);
  });

  it('takes text up to its bound, in bytes', () => {
    const most = '🦉'.repeat(LIMITS.MAX_TEXT_BYTES / 4);
    expect(TEXT.decode(encodeBody(TEXT, { text: most }))).toEqual({ text: most });
    expect(() => encodeBody(TEXT, { text: `${most}x` })).toThrow(
      expect.objectContaining({
        code: 'too-large',
        facts: { maxBytes: LIMITS.MAX_TEXT_BYTES, length: LIMITS.MAX_TEXT_BYTES + 1 },
      }),
    );
  });

  it('cannot take the name of another one', () => {
    expect(() => new ContentTypes().register(TEXT).register(TEXT)).toThrow(
      expect.objectContaining({ code: 'invalid-argument' }),
    );
  });
});
