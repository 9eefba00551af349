/** The icons of the application, drawn from the shape of its mark in every size that systems ask for. */
import { encodePng } from './png.ts';
import { type Picture, rasterise } from './rasterise.ts';

/** On a grid of 32: two strokes and a point, as in `components/mark.tsx`. */
const STROKES = [
  { from: [5, 7.5], to: [22, 14.6] },
  { from: [5, 24.5], to: [22, 17.4] },
  { from: [26.4, 16], to: [26.4, 16] },
] as const;
const STROKE_WIDTH = 2.6;
const POINT_WIDTH = 5.2;
const GRID = 32;
const GROUND = [27, 94, 85] as const;
const INK = [247, 244, 238] as const;

/** How much of the icon's side the mark takes: what a system cuts off to a circle must not hit it. */
const MARK_SHARE = 0.62;
const MASKABLE_SHARE = 0.5;
const ROUNDING = 0.22;

export function drawIcons(): readonly (readonly [name: string, contents: Uint8Array])[] {
  const app = (size: number) => drawIcon(size, { share: MARK_SHARE, rounding: ROUNDING });
  return [
    ['icons/mark.svg', new TextEncoder().encode(markSvg())],
    ['icons/app-180.png', drawIcon(180, { share: MARK_SHARE, rounding: 0 })],
    ['icons/app-192.png', app(192)],
    ['icons/app-512.png', app(512)],
    ['icons/maskable-512.png', drawIcon(512, { share: MASKABLE_SHARE, rounding: 0 })],
  ];
}

function drawIcon(
  size: number,
  { share, rounding }: { readonly share: number; readonly rounding: number },
): Uint8Array {
  const scale = (size * share) / GRID;
  const offset = (size * (1 - share)) / 2;
  const place = ([x, y]: readonly [number, number]) => [offset + x * scale, offset + y * scale] as const;
  const picture: Picture = {
    size,
    ground: GROUND,
    ink: INK,
    cornerRadius: size * rounding,
    strokes: STROKES.map(({ from, to }) => ({
      from: place(from),
      to: place(to),
      width: (from[0] === to[0] ? POINT_WIDTH : STROKE_WIDTH) * scale,
    })),
  };
  return encodePng(size, rasterise(picture));
}

function markSvg(): string {
  const [r, g, b] = GROUND;
  const lines = STROKES.map(({ from, to }) => {
    const width = from[0] === to[0] ? POINT_WIDTH : STROKE_WIDTH;
    return `<path d="M${from.join(' ')}L${to.join(' ')}" stroke-width="${width}"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-9 -9 50 50"><rect x="-9" y="-9" width="50" height="50" rx="11" fill="rgb(${r},${g},${b})"/><g fill="none" stroke="rgb(${INK.join(',')})" stroke-linecap="round">${lines.join('')}</g></svg>\n`;
}
