import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

/** WCAG 2.2: 1.4.3 for text, 1.4.11 for what is needed to see a control. */
const TEXT = 4.5;
const CONTROL = 3;

const GROUNDS = ['paper', 'surface', 'sunken', 'hover'];
const PAIRS: readonly (readonly [front: string, back: string, ratio: number])[] = [
  ...GROUNDS.flatMap((ground) => [
    ['ink', ground, TEXT] as const,
    ['ink-soft', ground, TEXT] as const,
    ['ink-faint', ground, TEXT] as const,
    ['accent', ground, TEXT] as const,
    ['bad', ground, TEXT] as const,
    ['focus', ground, CONTROL] as const,
  ]),
  ...['paper', 'surface', 'sunken'].map((ground) => ['line-strong', ground, CONTROL] as const),
  ['good', 'surface', TEXT],
  ['warn', 'surface', TEXT],
  ['on-accent', 'accent', TEXT],
  ['on-accent', 'accent-hover', TEXT],
  ['on-accent-soft', 'accent-soft', TEXT],
  ['on-bad', 'bad', TEXT],
  ['on-bad', 'bad-hover', TEXT],
  ...['accent-soft', 'good-soft', 'warn-soft', 'bad-soft', 'bubble-in', 'bubble-out'].flatMap((ground) => [
    ['ink', ground, TEXT] as const,
    ['ink-soft', ground, TEXT] as const,
  ]),
  ['good', 'good-soft', TEXT],
  ['warn', 'warn-soft', TEXT],
  ['bad', 'bad-soft', TEXT],
  ['paper', 'ink', TEXT],
  ['on-found', 'found', TEXT],
];

const tokens = await readFile(join(import.meta.dirname, 'tokens.css'), 'utf8');
const tints = await readFile(join(import.meta.dirname, '../components/avatar.css'), 'utf8');

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test.each(PAIRS)('%s on %s reaches %f', (front, back, ratio) => {
    expect(contrast(tokenOf(front, theme), tokenOf(back, theme))).toBeGreaterThanOrEqual(ratio);
  });

  test('initials can be read in every tint of an avatar', () => {
    const fronts = coloursIn(tints, '--tint', theme);
    const grounds = coloursIn(tints, '--tint-soft', theme);
    expect(fronts).toHaveLength(8);
    for (const [index, front] of fronts.entries()) {
      expect(contrast(front, grounds[index] ?? ''), `tint ${index}`).toBeGreaterThanOrEqual(TEXT);
    }
  });
});

test('the ratio of a colour to itself is 1, of black to white 21', () => {
  expect(contrast('#777777', '#777777')).toBe(1);
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
});

function tokenOf(name: string, theme: 'light' | 'dark'): string {
  const [colour] = coloursIn(tokens, `--${name}`, theme);
  expect(colour, name).toBeDefined();
  return colour ?? '';
}

/** Of every rule that sets the property, in order. */
function coloursIn(css: string, property: string, theme: 'light' | 'dark'): readonly string[] {
  const rule = new RegExp(`${property}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`, 'g');
  return [...css.matchAll(rule)].map((match) => match[theme === 'light' ? 1 : 2] ?? '');
}

function contrast(one: string, other: string): number {
  const [bright = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (bright + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
