/** Where the picture of the network has its points. Pure. */

export const WIDTH = 640;
export const HEIGHT = 300;
/** Contacts that are drawn; the rest is counted. */
export const MAX_CONTACTS = 6;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export const YOU: Point = { x: 70, y: HEIGHT / 2 };

/** `count` points in a column, as far apart as the height allows. */
export function column(x: number, count: number): readonly Point[] {
  const step = HEIGHT / (count + 1);
  return Array.from({ length: count }, (_, index) => ({ x, y: step * (index + 1) }));
}

/** A curve from one point to another that leaves and arrives level. */
export function curve(from: Point, to: Point): string {
  const middle = (from.x + to.x) / 2;
  return `M${from.x} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`;
}
