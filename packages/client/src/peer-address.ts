/** The delivery address that a device of a contact told us, checked (specs/05 §4). */
import type { PeerDeviceRecord } from '@sotto/ports';
import { type AddressBody, asTopic, LIMITS, SottoError } from '@sotto/wire';
import { distinctMailboxes } from './distinct-mailboxes.ts';
import type { SeenHead } from './own-address.ts';

const WRITE_KEY_BYTES = 32;
const HASH_BYTES = 32;
const PEER_ID = /^[1-9A-HJ-NP-Za-km-z]{1,128}$/;
const MAX_DIRECT_ADDRESSES = 16;
const MAX_DIRECT_ADDRESS_LENGTH = 256;

export interface PeerAddress {
  readonly record: NonNullable<PeerDeviceRecord['address']>;
  /** What they call themselves; empty when they do not say. */
  readonly name: string;
  /** The head of their own log. */
  readonly theirHead: SeenHead;
  /** The head of our log that they see. */
  readonly ourHead: SeenHead;
}

/** `undefined` for one that breaks a bound: it is ignored, and what came beside it is not. */
export function readPeerAddress(body: AddressBody): PeerAddress | undefined {
  const number = safeNumber(body.number);
  const theirHead = readHead(body.ourHeadSequence, body.ourHeadHash);
  const ourHead = readHead(body.yourHeadSequence, body.yourHeadHash);
  if (number === undefined || theirHead === undefined || ourHead === undefined) return undefined;
  if (body.mailboxes.length > LIMITS.MAX_MAILBOXES || body.writeKey.length !== WRITE_KEY_BYTES) return undefined;
  if (body.peerId !== '' && !PEER_ID.test(body.peerId)) return undefined;
  if (body.directAddresses.length > MAX_DIRECT_ADDRESSES) return undefined;
  if (body.directAddresses.some(({ length }) => length > MAX_DIRECT_ADDRESS_LENGTH)) return undefined;
  try {
    const record = {
      number,
      mailboxes: distinctMailboxes(body.mailboxes),
      topic: asTopic(body.topic),
      writeKey: body.writeKey,
      peerId: body.peerId,
      directAddresses: body.directAddresses,
    };
    return { record, name: body.name, theirHead, ourHead };
  } catch (error) {
    if (error instanceof SottoError) return undefined;
    throw error;
  }
}

function readHead(sequence: bigint, hash: Uint8Array): SeenHead | undefined {
  const number = safeNumber(sequence);
  if (number === undefined || (hash.length !== 0 && hash.length !== HASH_BYTES)) return undefined;
  return { sequence: number, hash };
}

function safeNumber(value: bigint): number | undefined {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : undefined;
}
