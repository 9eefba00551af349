/**
 * A schedule: what happens between devices, in order, as plain data that can be drawn, shrunk, saved and replayed.
 *
 * Steps name devices by position and what is on its way by a number that is taken modulo how much there is, so that every
 * schedule can be played, also after steps have been taken out of it.
 */

/** How far a process gets before it dies: nothing is stored; stored and not sent; sent and not noted as sent. */
export const CRASHES = ['before-commit', 'after-commit', 'after-sending'] as const;
export type Crash = (typeof CRASHES)[number];

/** What becomes of a packet on its way. `late` leaves it there, so that it comes again. */
export const TRICKS = ['none', 'late', 'flip', 'reflect', 'cross'] as const;
export type Trick = (typeof TRICKS)[number];

export type Step =
  | { readonly do: 'send'; readonly by: number; readonly to: number; readonly crash?: Crash | undefined }
  /** One writes and the other answers, so many times, and nothing is lost. */
  | { readonly do: 'talk'; readonly by: number; readonly to: number; readonly rounds: number }
  /** So many messages are sealed and lost, and one more is sent. */
  | { readonly do: 'burst'; readonly by: number; readonly to: number; readonly lost: number }
  /** `bit`: which one `flip` turns over, modulo how many there are. */
  | {
      readonly do: 'deliver';
      readonly pick: number;
      readonly trick: Trick;
      readonly bit?: number | undefined;
      readonly crash?: Crash | undefined;
    }
  | { readonly do: 'lose'; readonly pick: number }
  /** Something that was sent at any time comes once more. */
  | { readonly do: 'replay'; readonly pick: number }
  | { readonly do: 'junk'; readonly by: number; readonly to: number }
  | { readonly do: 'restart'; readonly by: number }
  /** The store becomes one that it was before; `back` counts commits. */
  | { readonly do: 'restore'; readonly by: number; readonly back: number }
  /** A new session is wanted with the next message. */
  | { readonly do: 'renew'; readonly by: number; readonly to: number }
  | { readonly do: 'drain'; readonly by: number }
  | { readonly do: 'refill'; readonly by: number }
  /** The mailbox hands out the last one-time prekey of the device once more (attack A9). */
  | { readonly do: 'twice'; readonly by: number }
  | { readonly do: 'clock'; readonly by: number; readonly hours: number };

export interface Schedule {
  /** 2: one device a person; 4: two. */
  readonly devices: 2 | 4;
  /** Of all randomness of the devices. */
  readonly seed: number;
  readonly steps: readonly Step[];
}
