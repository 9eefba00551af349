/** One packet at a real session: whatever comes of it, the session that was there is what it was. */
import {
  type CryptoProvider,
  decodeSession,
  encodeSession,
  open,
  platformProvider,
  type RandomBytes,
  type Session,
} from '@sotto/crypto';
import { NOW_MS } from './people.ts';
import { must, mustEqual, type Verdict } from './target.ts';

export interface OpenPacket {
  readonly session: Session;
  readonly ciphertext: Uint8Array;
  readonly random: RandomBytes;
  readonly provider?: CryptoProvider;
}

export async function openPacket({
  session,
  ciphertext,
  random,
  provider = platformProvider,
}: OpenPacket): Promise<Verdict> {
  const before = encodeSession(session);
  try {
    const result = await open({ session, ciphertext, random, nowMs: NOW_MS, provider });
    if (result.kind !== 'opened') return 'refused';
    const after = encodeSession(result.next);
    mustEqual(encodeSession(decodeSession(after)), after, 'what comes of a packet can be stored');
    must(Buffer.compare(after, before) !== 0, 'a packet that opens moves the session');
    const again = await open({ session: result.next, ciphertext, random, nowMs: NOW_MS, provider });
    must(again.kind === 'duplicate', 'a packet opens once');
    return 'accepted';
  } finally {
    mustEqual(encodeSession(session), before, 'a session is not changed by what it is given');
  }
}
