/** What is inside a message of a schedule: a text, and at times a session hint beside it (specs/08 §4). */

export interface Said {
  readonly text: string;
  /** The generation of a session that its sender has and its receiver may have lost. */
  readonly hint?: number | undefined;
}

export function encodeSaid(said: Said): Uint8Array {
  return Buffer.from(JSON.stringify(said));
}

export function decodeSaid(plaintext: Uint8Array): Said {
  return JSON.parse(Buffer.from(plaintext).toString()) as Said;
}
