import type { AppFiles } from '@sotto/mailbox';
import { describe, expect, it } from 'vitest';
import { bundleName } from './bundle-name.ts';

const HASH = '0123456789abcdef'.repeat(4);

function filesWith(list: string | undefined): AppFiles {
  const file = { bytes: new TextEncoder().encode(list), type: '', caching: '', tag: '' };
  return new Map(list === undefined ? [] : [['/bundle.json', file]]);
}

describe('the name of a bundle', () => {
  it('is what its list says', () => {
    const list = JSON.stringify({ version: '0.1.0', hash: HASH, files: [] });
    expect(bundleName(filesWith(list))).toEqual({ version: '0.1.0', hash: HASH });
  });

  it.each([
    undefined,
    '',
    'null',
    '{"version":"0.1.0"}',
    `{"version":"\\u001b[2J","hash":"${HASH}"}`,
    `{"version":"0.1.0","hash":"${HASH}0"}`,
  ])('G2: is none, and writes nothing to a terminal, for %s', (list) => {
    expect(bundleName(filesWith(list))).toBeUndefined();
  });
});
