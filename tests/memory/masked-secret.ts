/**
 * Secrets that a process gives away for a search of its own memory. They are kept and sent under a mask, so that what the
 * search finds is never its own list.
 */

export interface MaskedSecret {
  readonly name: string;
  /** Base64 of the masked bytes. */
  readonly masked: string;
}

/** Prime to 2^8, so that a run of equal bytes does not stay one. */
const STEP = 0x3b;

/** Masks, or takes the mask off. */
export function masked(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(bytes, (byte, index) => byte ^ ((0xa5 + index * STEP) % 256));
}

export function unmask({ name, masked: text }: MaskedSecret): { readonly name: string; readonly value: Uint8Array } {
  return { name, value: masked(Buffer.from(text, 'base64')) };
}

export class MaskedSecrets {
  readonly #all = new Map<string, MaskedSecret>();

  add(name: string, bytes: Uint8Array): void {
    const text = Buffer.from(masked(bytes)).toString('base64');
    if (!this.#all.has(text)) this.#all.set(text, { name, masked: text });
  }

  /** Secrets that are still in use. */
  remove(bytes: Uint8Array): void {
    this.#all.delete(Buffer.from(masked(bytes)).toString('base64'));
  }

  list(): readonly MaskedSecret[] {
    return [...this.#all.values()];
  }
}
