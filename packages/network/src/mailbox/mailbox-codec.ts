/** Frames of `/sotto/mailbox/1` (specs/06 §4). */
import {
  create,
  decodeMessage,
  encodeMessage,
  LIMITS,
  type MailboxRequest,
  MailboxRequestSchema,
  type MailboxResponse,
  MailboxResponseSchema,
} from '@sotto/wire';
import type { ChannelCodec } from '../framing/request-channel.ts';

export const MAILBOX_PROTOCOL = '/sotto/mailbox/1';
export const MAILBOX_VERSION = 1;
export const CHALLENGE_BYTES = 32;

export type MailboxRequestChoice = MailboxRequest['request'];
export type MailboxResponseChoice = MailboxResponse['response'];

export const mailboxCodec: ChannelCodec<MailboxRequestChoice, MailboxResponseChoice> = {
  maxFrameBytes: LIMITS.MAX_FRAME_BYTES,
  encode: (id, request) => encodeMessage(MailboxRequestSchema, create(MailboxRequestSchema, { id, request })),
  decode(frame) {
    const { id, response } = decodeMessage(MailboxResponseSchema, frame, LIMITS.MAX_FRAME_BYTES);
    return { id, response };
  },
};
