/** What is known of a home before anybody opens it. */

export interface HomeStatus {
  /**
   * `none`: nothing was made here. `lost`: an account was here and its data is gone; only its recovery words bring it
   * back, and what was not sent from here is not coming back.
   */
  readonly account: 'none' | 'present' | 'lost';
  /** The device that the account had here, in hexadecimal, where that is known without opening. */
  readonly device?: string;
  /** `memory`: this place keeps nothing; what is made here ends with the page, as in some private windows. */
  readonly medium: 'disk' | 'memory';
  /** Whether the browser may delete the data by itself when it needs the room. Never so for a folder. */
  readonly evictable: boolean;
  /** A passkey opens the account too. Absent where none does, and where that is not known without opening. */
  readonly passkey?: true;
}

/** The counter beside the store (specs/09 §5). */
export interface Counter {
  readonly opened: number;
  /** Another one for every counter that was ever placed. */
  readonly identity: string;
}

/** A counter that has been written beside its place. */
export interface CounterDraft {
  readonly identity: string;
  /** Puts it in its place; durable when it resolves. */
  place(): Promise<void>;
}
