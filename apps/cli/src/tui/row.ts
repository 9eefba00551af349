/** One line of the screen as data: parts of text with their style. Laid out by pure functions, drawn by one component. */

export interface Span {
  readonly text: string;
  readonly color?: string;
  readonly bold?: boolean;
  readonly dim?: boolean;
}

export interface Row {
  /** Stays the same while the screen is not resized, whatever comes before or after. */
  readonly key: string;
  readonly spans: readonly Span[];
}
