/**
 * The plaintext of a message: content, and the hash that chains it to the one before (specs/08 §1; attack B10).
 */
import { hashLabelled } from '@sotto/crypto';
import {
  asMessageId,
  type Content,
  ContentSchema,
  create,
  DecodeError,
  decodeMessage,
  type EnvelopeId,
  encodeMessage,
  encodeUtf8,
  LABELS,
  LIMITS,
  type MessageId,
  type SessionId,
} from '@sotto/wire';
import { CONTROL_PREFIX, type ControlContent } from './control.ts';

const CONTENT_VERSION = 1;
/** The last moment that a calendar can show. */
const MAX_DATE_MS = 8.64e15;

export interface ContentFields {
  readonly messageId: MessageId;
  readonly sequence: number;
  readonly previousHash: Uint8Array;
  readonly clock: number;
  readonly sentAtMs: number;
  readonly type: string;
  readonly typeVersion: number;
  readonly body: Uint8Array;
  readonly fallback: string;
  /** The timer that it was composed under (specs/11 §6); absent: it does not disappear. */
  readonly expiresAfterSeconds?: number;
}

/** Encodes content; at most MAX_CONTENT_BYTES by the bounds of its type. */
export function encodeContent(fields: ContentFields): Uint8Array {
  return encodeMessage(
    ContentSchema,
    create(ContentSchema, {
      ...fields,
      version: CONTENT_VERSION,
      sequence: BigInt(fields.sequence),
      clock: BigInt(fields.clock),
      sentAtMs: BigInt(fields.sentAtMs),
    }),
  );
}

export function encodeControlContent(
  control: ControlContent,
  stamp: { readonly messageId: MessageId; readonly clock: number; readonly sentAtMs: number },
): Uint8Array {
  return encodeContent({
    ...stamp,
    ...control,
    sequence: 0,
    previousHash: new Uint8Array(0),
    typeVersion: 1,
    fallback: '',
  });
}

/**
 * Decodes and checks content.
 * @throws {DecodeError} `malformed`, `wrong-version`, `wrong-length` @throws {LimitError} `too-large`
 */
export function decodeContent(bytes: Uint8Array): ContentFields {
  const content = decodeMessage(ContentSchema, bytes, LIMITS.MAX_CONTENT_BYTES);
  if (content.version !== CONTENT_VERSION) throw new DecodeError('wrong-version', 'content of another version');
  checkContent(content);
  return {
    messageId: asMessageId(content.messageId),
    sequence: safeNumber(content.sequence),
    previousHash: content.previousHash,
    clock: safeNumber(content.clock),
    sentAtMs: Math.min(safeNumber(content.sentAtMs), MAX_DATE_MS),
    type: content.type,
    typeVersion: content.typeVersion,
    body: content.body,
    fallback: content.fallback,
    ...timer(content),
  };
}

/** One that is too long is taken for the longest. */
function timer({ expiresAfterSeconds }: Content): Pick<ContentFields, 'expiresAfterSeconds'> {
  if (expiresAfterSeconds === 0) return {};
  return { expiresAfterSeconds: Math.min(expiresAfterSeconds, LIMITS.MAX_TIMER_SECONDS) };
}

function checkContent(content: Content): void {
  const control = content.type.startsWith(CONTROL_PREFIX);
  if (control !== (content.sequence === 0n)) throw new DecodeError('malformed', 'sequence does not fit the type');
  const hashLength = content.sequence > 1n ? 32 : 0;
  if (content.previousHash.length !== hashLength) throw new DecodeError('wrong-length', 'bad previous hash');
  if (content.type.length === 0 || content.type.length > 64) throw new DecodeError('wrong-length', 'bad content type');
  if (encodeUtf8(content.fallback).length > LIMITS.MAX_FALLBACK_BYTES)
    throw new DecodeError('wrong-length', 'fallback too long');
}

function safeNumber(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new DecodeError('malformed', 'number out of range');
  return Number(value);
}

export function contentHash(content: Uint8Array): Uint8Array {
  return hashLabelled(LABELS.contentHash, content);
}

/** What only the reader of an envelope can answer: 32 bytes (specs/08 §6). */
export function deliveryProof(sealed: {
  readonly envelopeId: EnvelopeId;
  readonly sessionId: SessionId;
  readonly content: Uint8Array;
}): Uint8Array {
  return hashLabelled(LABELS.deliveryProof, sealed.envelopeId, sealed.sessionId, sealed.content);
}
