/** What every pane of a place is given. */
export interface PaneProps {
  /** What of the place is open, such as the contact of a conversation. */
  readonly item?: string;
}
