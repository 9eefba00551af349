/** Where the picture of the network has its points, for a width in pixels. Pure. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PictureSize {
  readonly width: number;
  readonly mailboxes: number;
  readonly relays: number;
  readonly contacts: number;
}

export interface PictureLayout {
  readonly height: number;
  readonly you: Point;
  readonly mailboxes: readonly Point[];
  readonly relays: readonly Point[];
  readonly contacts: readonly Point[];
}

/** Below it, columns become rows. */
const WIDE = 520;
const ROW = 84;
/** Room at the edges for a point and its name. */
const EDGE = 60;
const TOP = 30;
const MAX_IN_ROW = 3;
const BESIDE = [1 / 6, 5 / 6];

/** You in the middle: mailboxes on one side, contacts on the other, relays above. */
export function layOut(size: PictureSize): PictureLayout {
  return isWide(size.width) ? wide(size) : narrow(size);
}

export function isWide(width: number): boolean {
  return width >= WIDE;
}

function wide({ width, mailboxes, relays, contacts }: PictureSize): PictureLayout {
  const top = relays > 0 ? ROW : 0;
  const height = Math.max(3, mailboxes, contacts) * ROW + (relays > 0 ? 24 : 0);
  const middle = (height + top) / 2;
  return {
    height,
    you: { x: width / 2, y: middle },
    mailboxes: column(EDGE + 12, mailboxes, height),
    relays: row(TOP, relays, { from: width * 0.3, to: width * 0.7 }),
    contacts: column(width - EDGE - 12, contacts, height),
  };
}

function narrow({ width, mailboxes, relays, contacts }: PictureSize): PictureLayout {
  const across = { from: 0, to: width };
  const above = rows(TOP, mailboxes, across);
  const below = TOP + Math.ceil(mailboxes / MAX_IN_ROW) * ROW;
  // Beside you there is room for two.
  const areBeside = relays <= BESIDE.length;
  const you = { x: width / 2, y: below + 24 + (areBeside ? 0 : ROW) };
  const relayPoints = areBeside
    ? BESIDE.slice(0, relays).map((part) => ({ x: width * part, y: you.y - 8 }))
    : rows(below, relays, across);
  const contactPoints = rows(you.y + ROW + 24, contacts, across);
  const last = contactPoints.at(-1)?.y ?? you.y;
  return { height: last + 60, you, mailboxes: above, relays: relayPoints, contacts: contactPoints };
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** `count` points in a column, as far apart as the height allows. */
function column(x: number, count: number, height: number): readonly Point[] {
  const step = height / Math.max(1, count);
  return Array.from({ length: count }, (_, i) => ({ x, y: step * (i + 0.5) - 14 }));
}

function row(y: number, count: number, { from, to }: Span): readonly Point[] {
  const step = (to - from) / Math.max(1, count);
  return Array.from({ length: count }, (_, i) => ({ x: from + step * (i + 0.5), y }));
}

function rows(top: number, count: number, span: Span): readonly Point[] {
  const lines = Math.ceil(count / MAX_IN_ROW);
  return Array.from({ length: lines }, (_, line) =>
    row(top + line * ROW, Math.min(MAX_IN_ROW, count - line * MAX_IN_ROW), span),
  ).flat();
}

/** A gentle curve from one point to another, which leaves level where the points lie side by side. */
export function curve(from: Point, to: Point): string {
  const isAcross = Math.abs(to.x - from.x) > Math.abs(to.y - from.y);
  const middle = isAcross ? (from.x + to.x) / 2 : (from.y + to.y) / 2;
  const [c1, c2] = isAcross
    ? [`${middle} ${from.y}`, `${middle} ${to.y}`]
    : [`${from.x} ${middle}`, `${to.x} ${middle}`];
  return `M${from.x} ${from.y}C${c1} ${c2} ${to.x} ${to.y}`;
}
