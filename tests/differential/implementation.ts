/**
 * What two implementations of specs/03, specs/04 and specs/10 have in common, so that one schedule can drive either, or
 * both at once.
 *
 * `seed` stands for the fresh bytes of one step: the same seed gives the same bytes, in the order that they are drawn.
 */
export interface PartyKeys {
  readonly accountId: Uint8Array;
  readonly deviceId: Uint8Array;
  /** X25519 secret, 32 bytes. */
  readonly identitySecret: Uint8Array;
}

/** The secrets of a recipient's prekeys, and their ids. */
export interface PrekeyKeys {
  readonly signedPrekeyId: number;
  readonly signedPrekeySecret: Uint8Array;
  readonly kemPrekeyId: number;
  /** 64 bytes. */
  readonly kemSeed: Uint8Array;
  readonly oneTimePrekey:
    | { readonly id: number; readonly secret: Uint8Array; readonly kemSeed: Uint8Array }
    | undefined;
}

/** Everything that a handshake starts from. */
export interface Setting {
  readonly initiator: PartyKeys;
  readonly recipient: PartyKeys;
  readonly prekeys: PrekeyKeys;
  readonly generation: number;
}

/** The fields of an `InitialMessage` beside its ciphertext. */
export interface InitialFields {
  readonly ephemeralKey: Uint8Array;
  readonly signedPrekeyId: number;
  readonly kemPrekeyId: number;
  readonly oneTimePrekeyId: number;
  readonly kemCiphertext: Uint8Array;
}

export interface Message {
  readonly packet: Uint8Array;
  /** While the sender has not heard back. */
  readonly initial: InitialFields | undefined;
}

export interface Step {
  readonly seed: string;
  readonly nowMs: number;
}

export type Outcome<State> =
  | { readonly kind: 'opened'; readonly state: State; readonly plaintext: Uint8Array }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'not-for-us' }
  | { readonly kind: 'refused'; readonly code: string };

export interface Implementation<State> {
  readonly name: string;
  initiate(setting: Setting, step: Step): Promise<State>;
  accept(setting: Setting, message: Message, step: Step): Promise<Outcome<State>>;
  seal(state: State, plaintext: Uint8Array, seed: string): { readonly state: State; readonly message: Message };
  open(state: State, packet: Uint8Array, step: Step): Promise<Outcome<State>>;
  /** The session at rest. */
  bytes(state: State): Uint8Array;
  read(bytes: Uint8Array): State;
}
