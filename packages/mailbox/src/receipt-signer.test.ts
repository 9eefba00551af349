import { signingKeyPair, verifyCustodyReceipt } from '@sotto/crypto';
import { SeededPrng } from '@sotto/testkit';
import { asEnvelopeId, asTopic, LIMITS } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import { ReceiptSigner } from './receipt-signer.ts';

const prng = new SeededPrng('receipts');
const secretKey = prng.bytes(32);
const mailboxKey = signingKeyPair(secretKey).publicKey;
const topic = asTopic(prng.bytes(32));

function statements(count: number) {
  return Array.from({ length: count }, () => {
    return { topic, envelopeId: asEnvelopeId(prng.bytes(32)), receivedAtMs: 1_000, expiresAtMs: 2_000 };
  });
}

async function signAll(signer: ReceiptSigner, count: number): Promise<Set<string>> {
  const said = statements(count);
  const receipts = await Promise.all(said.map((statement) => signer.sign(statement)));
  for (const [i, receipt] of receipts.entries()) {
    const envelopeId = said[i]?.envelopeId ?? asEnvelopeId(prng.bytes(32));
    verifyCustodyReceipt({ receipt, mailboxKey, topic, envelopeId });
  }
  return new Set(receipts.map(({ signature }) => signature.join()));
}

describe('signing receipts', () => {
  it('signs once for all that come due in one turn', async () => {
    expect((await signAll(new ReceiptSigner({ mailboxKey, secretKey }), 50)).size).toBe(1);
  });

  it('signs once more for what one signature cannot hold', async () => {
    const signer = new ReceiptSigner({ mailboxKey, secretKey });
    expect((await signAll(signer, LIMITS.MAX_RECEIPTS_PER_SIGNATURE + 1)).size).toBe(2);
  });

  it('lets nobody wait for others: one alone is signed alone', async () => {
    const signer = new ReceiptSigner({ mailboxKey, secretKey });
    const [first, second] = statements(2);
    if (first === undefined || second === undefined) return expect.unreachable();
    const receipt = await signer.sign(first);
    expect([receipt.count, receipt.path]).toEqual([1, []]);
    expect((await signer.sign(second)).count).toBe(1);
  });

  it('fails all of a turn when one cannot be stated, and goes on', async () => {
    const signer = new ReceiptSigner({ mailboxKey, secretKey });
    const [good] = statements(1);
    if (good === undefined) return expect.unreachable();
    const bad = { ...good, receivedAtMs: -1 };
    const outcomes = await Promise.allSettled([signer.sign(good), signer.sign(bad)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect((await signer.sign(good)).count).toBe(1);
  });
});
