import { expect, test } from 'vitest';
import { plainLine } from './plain-line.ts';

test('a message in one line has its words and none of its marks', () => {
  expect(plainLine('It did. **Zero** envelopes *lost*, ~~late~~ `main`')).toBe(
    'It did. Zero envelopes lost, late main',
  );
  expect(plainLine('> receipts all check out\n\nHow many?')).toBe('receipts all check out How many?');
  expect(plainLine('Before:\n\n1. rotate\n2. lunch')).toBe('Before: 1. rotate 2. lunch');
  expect(plainLine('- one\n- two')).toBe('• one • two');
  expect(plainLine('```\nseen.add(id)\n```')).toBe('seen.add(id)');
  expect(plainLine('See [our page](https://example.org/team) and https://notes.example/a')).toBe(
    'See our page and https://notes.example/a',
  );
});

test('G1: what only looks like a mark stays, and what turns the direction of writing does not', () => {
  expect(plainLine('2 * 3 * 4 <b>bold</b>')).toBe('2 * 3 * 4 <b>bold</b>');
  expect(plainLine('gpj.\u202egnp')).toBe('gpj.gnp');
  expect(plainLine('')).toBe('');
});

test('of a long text only the beginning is read', () => {
  expect(plainLine('word '.repeat(10_000)).length).toBeLessThanOrEqual(600);
});
