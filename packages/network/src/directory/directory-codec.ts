/** Frames of `/sotto/directory/1` (specs/02 §4). */
import {
  create,
  type DirectoryRequest,
  DirectoryRequestSchema,
  type DirectoryResponse,
  DirectoryResponseSchema,
  decodeMessage,
  encodeMessage,
  LIMITS,
} from '@sotto/wire';
import type { ChannelCodec } from '../framing/request-channel.ts';

export const DIRECTORY_PROTOCOL = '/sotto/directory/1';

export type DirectoryRequestChoice = DirectoryRequest['request'];
export type DirectoryResponseChoice = DirectoryResponse['response'];

export const directoryCodec: ChannelCodec<DirectoryRequestChoice, DirectoryResponseChoice> = {
  maxFrameBytes: LIMITS.MAX_DIRECTORY_FRAME_BYTES,
  encode: (id, request) => encodeMessage(DirectoryRequestSchema, create(DirectoryRequestSchema, { id, request })),
  decode(frame) {
    const { id, response } = decodeMessage(DirectoryResponseSchema, frame, LIMITS.MAX_DIRECTORY_FRAME_BYTES);
    return { id, response };
  },
};
