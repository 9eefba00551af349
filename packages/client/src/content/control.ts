/**
 * Control content: what devices tell each other and people do not see (specs/08 §4). Sequence 0, no fallback.
 */
import {
  create,
  decodeMessage,
  encodeMessage,
  LIMITS,
  type ReceiptBody,
  ReceiptBodySchema,
  type ReceiptKind,
  type ResendRequestBody,
  ResendRequestBodySchema,
  SessionHintBodySchema,
} from '@sotto/wire';

export const CONTROL_PREFIX = 'sotto/control/';
export const RECEIPT = `${CONTROL_PREFIX}receipt`;
export const RESEND_REQUEST = `${CONTROL_PREFIX}resend-request`;
export const SESSION_HINT = `${CONTROL_PREFIX}session-hint`;
export const TYPING = `${CONTROL_PREFIX}typing`;

export interface ControlContent {
  readonly type: string;
  readonly body: Uint8Array;
}

export function receiptContent(kind: ReceiptKind, messageIds: readonly Uint8Array[]): ControlContent {
  return {
    type: RECEIPT,
    body: encodeMessage(ReceiptBodySchema, create(ReceiptBodySchema, { kind, messageIds: [...messageIds] })),
  };
}

export function decodeReceipt(body: Uint8Array): ReceiptBody {
  return decodeMessage(ReceiptBodySchema, body, LIMITS.MAX_RECEIPT_IDS * 18 + 16);
}

export function resendRequestContent(request: {
  readonly sequences: readonly number[];
  readonly sessionLost: boolean;
}): ControlContent {
  const message = create(ResendRequestBodySchema, {
    sequences: request.sequences.map(BigInt),
    sessionLost: request.sessionLost,
  });
  return { type: RESEND_REQUEST, body: encodeMessage(ResendRequestBodySchema, message) };
}

export function decodeResendRequest(body: Uint8Array): ResendRequestBody {
  return decodeMessage(ResendRequestBodySchema, body, LIMITS.MAX_RESEND_IDS * 10 + 16);
}

export function sessionHintContent(generation: number): ControlContent {
  const message = create(SessionHintBodySchema, { generation: BigInt(generation) });
  return { type: SESSION_HINT, body: encodeMessage(SessionHintBodySchema, message) };
}

export function decodeSessionHint(body: Uint8Array): number {
  return Number(decodeMessage(SessionHintBodySchema, body, 16).generation);
}

/** The person is typing (specs/11 §8). */
export function typingContent(): ControlContent {
  return { type: TYPING, body: new Uint8Array(0) };
}
