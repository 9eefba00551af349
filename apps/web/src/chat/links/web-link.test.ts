import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unicodeLabel } from './punycode.ts';
import { parseWebLink, splitAddresses } from './web-link.ts';

describe('a link', () => {
  test('G1: is an http or https address and nothing else', () => {
    const others = [
      'javascript:alert(1)',
      'data:text/html,x',
      'file:///etc/passwd',
      'sotto:AA',
      '//a.example',
      'a.example',
    ];
    expect([...others, ' https://a.example', 'https://', 'https://a b'].map(parseWebLink)).toEqual(
      Array(9).fill(undefined),
    );
    expect(parseWebLink('HTTPS://Example.COM/a')).toMatchObject({ href: 'https://example.com/a', host: 'example.com' });
    expect(parseWebLink(`https://a.example/${'x'.repeat(2_048)}`)).toBeUndefined();
  });

  test('G1: shows the host that it leads to, in Punycode where scripts are mixed', () => {
    const host = (text: string) => parseWebLink(text)?.host;
    expect(host('https://bank.example@evil.example/bank.example')).toBe('evil.example');
    expect(host('https://bücher.example:8443/')).toBe('bücher.example:8443');
    expect(host('https://пример.рф')).toBe('пример.рф');
    expect(host('https://例え.テスト')).toBe('例え.テスト');
    // Cyrillic letters that look like Latin ones.
    expect(host('https://аррӏе.com')).toBe('xn--80ak6aa92e.com');
    expect(host('https://pаypal.example')).toBe('xn--pypal-4ve.example');
    expect(host('https://192.168.0.1/')).toBe('192.168.0.1');
  });

  test('says what else there is to know before it is opened', () => {
    expect(parseWebLink('http://a@b.example')).toMatchObject({ isEncrypted: false, hasUserName: true, isMixed: false });
    expect(parseWebLink('https://аррӏе.com')).toMatchObject({ isEncrypted: true, hasUserName: false, isMixed: true });
  });

  test('is found in running text without the marks of the sentence', () => {
    const found = (text: string) => splitAddresses(text).flatMap((piece) => ('link' in piece ? [piece.text] : []));
    expect(found('See https://a.example/b. And (http://c.example/(d))!')).toEqual([
      'https://a.example/b',
      'http://c.example/(d)',
    ]);
    expect(found('https:// https://? nothttps://a.example')).toEqual(['https://a.example']);
    expect(found('https://a.example '.repeat(100))).toHaveLength(64);
  });

  test('and what stands around it are the text together', () => {
    const words = fc.constantFrom('https://a.example', 'http://', ').', '(', ' ', 'text', 'https://b@c.example/?q=(x)');
    fc.assert(
      fc.property(fc.array(words, { maxLength: 30 }), (parts) => {
        const text = parts.join('');
        expect(
          splitAddresses(text)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});

describe('a label in Punycode', () => {
  test('reads the samples of RFC 3492 and what the browser writes', () => {
    expect(unicodeLabel('xn--ihqwcrb4cv8a8dqg056pqjye')).toBe('他们为什么不说中文');
    expect(unicodeLabel('xn--4dbcagdahymbxekheh6e0a7fei0b')).toBe('למההםפשוטלאמדבריםעברית');
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'abzäöüßéñжщγδ例え한글'), minLength: 1, maxLength: 12 }),
        (label) => {
          const { hostname } = new URL(`https://${label}.example`);
          const [ascii = ''] = hostname.split('.');
          expect(new URL(`https://${unicodeLabel(ascii)}.example`).hostname).toBe(hostname);
        },
      ),
    );
  });

  test('G8: stays as it is when it is none', () => {
    const labels = ['example', 'xn--', 'xn--a!', 'xn--99999999', `xn--${'a'.repeat(80)}`];
    expect(labels.map(unicodeLabel)[0]).toBe('example');
    fc.assert(fc.property(fc.string({ unit: 'binary-ascii' }), (text) => void unicodeLabel(`xn--${text}`)));
  });
});
