/** Draws round-ended strokes on a rounded square, from the distance of each pixel to them: smooth, and always the same. */
type Point = readonly [x: number, y: number];
type Colour = readonly [red: number, green: number, blue: number];

export interface Stroke {
  readonly from: Point;
  readonly to: Point;
  readonly width: number;
}

export interface Picture {
  /** Of a side, in pixels. */
  readonly size: number;
  readonly ground: Colour;
  readonly ink: Colour;
  readonly cornerRadius: number;
  readonly strokes: readonly Stroke[];
}

const CHANNELS = 4;

/** Red, green, blue and opacity of every pixel, row by row. */
export function rasterise({ size, ground, ink, cornerRadius, strokes }: Picture): Uint8Array {
  const pixels = new Uint8Array(size * size * CHANNELS);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const point: Point = [x + 0.5, y + 0.5];
      const covered = Math.max(...strokes.map((stroke) => coverage(distanceToStroke(point, stroke))));
      const at = (y * size + x) * CHANNELS;
      for (const channel of [0, 1, 2] as const) {
        pixels[at + channel] = Math.round(ground[channel] + (ink[channel] - ground[channel]) * covered);
      }
      pixels[at + 3] = Math.round(255 * coverage(distanceToSquare(point, size, cornerRadius)));
    }
  }
  return pixels;
}

/** How much of a pixel lies inside of an edge at this distance. */
function coverage(distance: number): number {
  return Math.min(1, Math.max(0, 0.5 - distance));
}

function distanceToStroke([x, y]: Point, { from, to, width }: Stroke): number {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - from[0]) * dx + (y - from[1]) * dy) / length));
  return Math.hypot(x - from[0] - along * dx, y - from[1] - along * dy) - width / 2;
}

function distanceToSquare([x, y]: Point, size: number, radius: number): number {
  const half = size / 2;
  const across = Math.abs(x - half) - half + radius;
  const down = Math.abs(y - half) - half + radius;
  return Math.hypot(Math.max(across, 0), Math.max(down, 0)) + Math.min(Math.max(across, down), 0) - radius;
}
