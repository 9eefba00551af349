/** What a device has left at a mailbox. */
import { decodeEnvelope } from '@sotto/crypto';
import { readDeposits, readSealings, sealingsIn } from './evidence.ts';

export type PayloadKind = 'message' | 'introduction' | 'unknown';

/** By the first byte of a payload (specs/05 §2). */
const KINDS: Readonly<Record<number, PayloadKind>> = { 1: 'message', 2: 'introduction' };

/** The kinds of the different envelopes that this device sealed, in the order of their first deposit. */
export async function depositsSealedBy(sealingFile: string, depositFile: string): Promise<readonly PayloadKind[]> {
  const [sealings, envelopes] = await Promise.all([readSealings([sealingFile]), readDeposits([depositFile])]);
  return envelopes
    .filter((bytes) => sealingsIn(bytes, sealings).length > 0)
    .map((bytes) => KINDS[decodeEnvelope(new Uint8Array(bytes)).envelope.payload[0] ?? 0] ?? 'unknown');
}
