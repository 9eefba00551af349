/**
 * Content types: what a message can be (specs/08 §2, specs/11).
 *
 * Each type has a name, a version, a size bound and a plain text that stands for it where it cannot be shown. A type
 * with a target is an effect: it changes another message and has no place of its own.
 */
import { asMessageId, encodeUtf8, LIMITS, LimitError, type MessageId, SottoError, UsageError } from '@sotto/wire';

export interface ContentType<Body> {
  /** Such as `sotto/text`. */
  readonly type: string;
  readonly version: number;
  /** Bound of the encoded body. */
  readonly maxBytes: number;
  encode(body: Body): Uint8Array;
  /** @throws {DecodeError} when the bytes are not a body of this type */
  decode(bytes: Uint8Array): Body;
  /** What a person reads, of this very body. */
  text(body: Body): string;
  /** What a reader shows who does not know the type; empty for a type that every reader knows. */
  fallback(body: Body): string;
  /** Of an effect: the message that it changes. */
  target?(body: Body): MessageId;
}

/** What of a message says how it is read. */
export interface TypedContent {
  readonly type: string;
  readonly typeVersion: number;
  readonly body: Uint8Array;
  readonly fallback: string;
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
  describe(content: TypedContent): string {
    const read = this.#read(content);
    return read === undefined ? content.fallback : read.type.text(read.body);
  }

  /** What an effect changes; `undefined` for every other content, and for what this reader cannot read. */
  target(content: TypedContent): MessageId | undefined {
    // Most have none, and reading a body costs as much as sealing it.
    if (this.#types.get(content.type)?.target === undefined) return undefined;
    const read = this.#read(content);
    return read?.type.target?.(read.body);
  }

  #read({ type: name, typeVersion, body }: TypedContent) {
    const type = this.#types.get(name);
    if (type === undefined || typeVersion > type.version) return undefined;
    const read = decodeBody(type, body);
    return read === undefined ? undefined : { type, body: read };
  }
}

/** The body of content of this type; `undefined` for other content, another version, and what is malformed. */
export function readBody<Body>(type: ContentType<Body>, content: TypedContent): Body | undefined {
  if (content.type !== type.type || content.typeVersion > type.version) return undefined;
  return decodeBody(type, content.body);
}

function decodeBody<Body>(type: ContentType<Body>, bytes: Uint8Array): Body | undefined {
  if (bytes.length > type.maxBytes) return undefined;
  try {
    return type.decode(bytes);
  } catch (error) {
    if (error instanceof SottoError) return undefined;
    throw error;
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

/** The beginning of a text that fits into a fallback. */
export function fallbackOf(text: string): string {
  if (encodeUtf8(text).length <= LIMITS.MAX_FALLBACK_BYTES) return text;
  let fitting = '';
  let room = LIMITS.MAX_FALLBACK_BYTES - encodeUtf8('…').length;
  for (const character of text) {
    room -= encodeUtf8(character).length;
    if (room < 0) break;
    fitting += character;
  }
  return `${fitting}…`;
}

/** @throws {DecodeError} `wrong-length` */
export function readTarget(target: Uint8Array): MessageId {
  return asMessageId(target);
}
