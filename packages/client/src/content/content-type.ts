/**
 * Content types: what a message can be (specs/08 §2).
 *
 * Each type has a name, a version, a size bound and a plain text that stands for it where it cannot be shown.
 */
import { LimitError, UsageError } from '@sotto/wire';

export interface ContentType<Body> {
  /** Such as `sotto/text`. */
  readonly type: string;
  readonly version: number;
  /** Bound of the encoded body. */
  readonly maxBytes: number;
  encode(body: Body): Uint8Array;
  /** @throws {DecodeError} when the bytes are not a body of this type */
  decode(bytes: Uint8Array): Body;
  /** What a person reads where the type cannot be shown. */
  text(body: Body): string;
}

/** The types that a client knows. Fixed names only: a type of the same name cannot be registered twice. */
export class ContentTypes {
  readonly #types = new Map<string, ContentType<unknown>>();

  register<Body>(type: ContentType<Body>): this {
    if (this.#types.has(type.type)) throw new UsageError('invalid-argument', 'content type is registered already');
    this.#types.set(type.type, type as ContentType<unknown>);
    return this;
  }

  /** The shown text of a body: of its type when it is known and well formed, else the sender's fallback. */
  describe(message: { readonly type: string; readonly body: Uint8Array; readonly fallback: string }): string {
    const type = this.#types.get(message.type);
    if (type === undefined || message.body.length > type.maxBytes) return message.fallback;
    try {
      return type.text(type.decode(message.body));
    } catch {
      return message.fallback;
    }
  }
}

/** @throws {LimitError} `too-large` when the encoded body exceeds the bound of its type. */
export function encodeBody<Body>(type: ContentType<Body>, body: Body): Uint8Array {
  const bytes = type.encode(body);
  if (bytes.length > type.maxBytes) {
    throw new LimitError('too-large', 'the message is too long', {
      facts: { maxBytes: type.maxBytes, length: bytes.length },
      hint: `At most ${type.maxBytes.toLocaleString('en')} bytes; send it in parts.`,
    });
  }
  return bytes;
}
