/** The state of a session (specs/04 §2, specs/10 §2). A value: every step gives another one. */
import type { KeyPair } from './agreement.ts';

/** Fresh bytes, in the order of specs/10 §5 where they are recorded. */
export type Draw = (length: number) => Uint8Array;

/** What a step needs from outside: fresh bytes and one time. */
export interface Surroundings {
  readonly draw: Draw;
  readonly nowMs: number;
}

export interface SkippedKey {
  readonly number: number;
  readonly storedAtMs: number;
  readonly key: Uint8Array;
}

export interface ReceivingChain {
  readonly headerKey: Uint8Array;
  /** Only while the chain can grow. */
  readonly chainKey: Uint8Array | undefined;
  readonly next: number;
  /** A missing key below this number may have been dropped unused. */
  readonly keptFrom: number;
  readonly keys: readonly SkippedKey[];
}

export interface SendingChain {
  readonly headerKey: Uint8Array;
  readonly chainKey: Uint8Array;
  readonly next: number;
  readonly previousLength: number;
}

/** How the handshake is repeated until it is answered. */
export interface PendingHandshake {
  readonly ephemeralKey: Uint8Array;
  readonly signedPrekeyId: number;
  readonly kemPrekeyId: number;
  readonly oneTimePrekeyId: number;
  readonly kemCiphertext: Uint8Array;
}

export type Phase =
  | { readonly name: 'idle' }
  | { readonly name: 'offering'; readonly seed: Uint8Array; readonly encapsulationKey: Uint8Array }
  | { readonly name: 'answering'; readonly ciphertext: Uint8Array; readonly secret: Uint8Array }
  | { readonly name: 'agreed'; readonly secret: Uint8Array };

export interface Session {
  readonly role: 'initiator' | 'recipient';
  readonly id: Uint8Array;
  readonly generation: number;
  readonly createdAtMs: number;
  readonly pending: PendingHandshake | undefined;
  readonly associatedData: Uint8Array;
  readonly rootKey: Uint8Array;
  readonly ratchetKey: KeyPair;
  /** Undefined at a recipient that has opened nothing. */
  readonly sending: SendingChain | undefined;
  readonly nextSendingHeaderKey: Uint8Array;
  /** Newest first. */
  readonly receiving: readonly ReceivingChain[];
  readonly nextReceivingHeaderKey: Uint8Array;
  readonly epoch: number;
  readonly steps: number;
  readonly changedAtMs: number;
  readonly phase: Phase;
}
