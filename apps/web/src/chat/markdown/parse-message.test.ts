import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Block, Inline } from './message-tree.ts';
import { parseMessage } from './parse-message.ts';

/** The tree as nested arrays of kinds and texts, to compare by eye. */
function sketch(node: Block | Inline): unknown {
  if ('text' in node) return node.kind === 'text' ? node.text : [node.kind, node.text];
  if (node.kind === 'link') return ['link', node.label, node.link.href];
  if (node.kind === 'list') return ['list', node.start ?? '-', ...node.items.map((item) => item.map(sketch))];
  return [node.kind, ...node.children.map(sketch)];
}

const read = (text: string) => parseMessage(text).map(sketch);
const paragraph = (...children: unknown[]) => [['paragraph', ...children]];

/** All characters of a tree. */
function lettersOf(node: Block | Inline): string {
  if ('text' in node) return node.text;
  if (node.kind === 'link') return node.label;
  if (node.kind === 'list') return node.items.flat().map(lettersOf).join('');
  return node.children.map(lettersOf).join('');
}

describe('a text message', () => {
  test('has emphasis, strong, strike-through, code and links', () => {
    expect(read('*a* **b** ~~c *d*~~ `e` https://f.example')).toEqual(
      paragraph(
        ['emphasis', 'a'],
        ' ',
        ['strong', 'b'],
        ' ',
        ['strike', 'c ', ['emphasis', 'd']],
        ' ',
        ['code', 'e'],
        ' ',
        ['link', 'https://f.example', 'https://f.example/'],
      ),
    );
  });

  test('has quotations, lists and code blocks', () => {
    expect(read('> a\n\n- b\n- c\n\n```\nd\n```\n\n7. e')).toEqual([
      ['quotation', ['paragraph', 'a']],
      ['list', '-', [['paragraph', 'b']], [['paragraph', 'c']]],
      ['code-block', 'd'],
      ['list', 7, [['paragraph', 'e']]],
    ]);
  });

  test('keeps the characters of everything else', () => {
    for (const text of [
      '# a',
      '---',
      '<b>x</b>',
      '<!-- x -->',
      '![a](https://b.example)',
      '&lt;',
      '[a]: https://b.example',
      'a | b\n--|--',
      '~~ ~~~ ~~~~',
    ]) {
      expect(parseMessage(text).map(lettersOf).join('\n')).toBe(text);
      expect(read(text)[0]).toContain('paragraph');
    }
  });

  test('G1: makes no link of what is no web address', () => {
    for (const url of [
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      'data:text/html,<script>',
      'vbscript:x',
      '/path',
      '#x',
    ]) {
      expect(JSON.stringify(read(`[a](${url}) <${url}>`))).not.toContain('"link"');
    }
  });

  test('G8: is plain characters where it is too long, too deep or too full of marks', () => {
    const deep = '> '.repeat(12);
    expect(JSON.stringify(read(`${deep}*a*`))).not.toContain('emphasis');
    expect(read(`*a*${' b'.repeat(5_000)}`)).toEqual(paragraph(`*a*${' b'.repeat(5_000)}`));
    expect(read(`${'*a'.repeat(300)}*b_`.repeat(2))).toHaveLength(1);
    expect(JSON.stringify(read('[x'.repeat(500)))).not.toContain('link');
  });

  test('G8: is read whatever it is, and invents no characters', () => {
    const part = fc.constantFrom(
      ...'*_~`[]()<>#-+|!&\\\n 1.',
      '\t',
      'a',
      '~~',
      '**',
      '```',
      'https://a.example',
      '&amp;',
      '](',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 120 }), (parts) => {
        const text = parts.join('');
        const letters = parseMessage(text).map(lettersOf).join('');
        const pool = [...text];
        expect([...letters].every((letter) => letter.trim() === '' || pool.includes(letter))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
