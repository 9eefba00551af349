import { createTopicKeys, proveOwner, signDeposit, signingKeyPair, verifyCustodyReceipt } from '@sotto/crypto';
import { SeededPrng } from '@sotto/testkit';
import { asEnvelopeId, TopicKind } from '@sotto/wire';
import { afterEach, describe, expect, it } from 'vitest';
import { Signatures } from './signatures.ts';

const prng = new SeededPrng('signatures');
const secretKey = prng.bytes(32);
const mailboxKey = signingKeyPair(secretKey).publicKey;
const { topic, readKey, writeKey } = createTopicKeys({
  kind: TopicKind.QUEUE,
  random: (length) => prng.bytes(length),
});
const challenge = prng.bytes(32);

let signatures: Signatures | undefined;
afterEach(() => signatures?.close());

/** Deposits of which every third is forged. */
function deposits(amount: number) {
  return Array.from({ length: amount }, (_, i) => {
    const envelopeId = asEnvelopeId(prng.bytes(32));
    const isForged = i % 3 === 0;
    const key = isForged ? readKey.secretKey : writeKey.secretKey;
    const signature = signDeposit({ writeKey: key, mailboxKey, topic, envelopeId });
    return { fields: { topic, envelopeId, signature, writeKey: writeKey.publicKey }, isForged };
  });
}

async function checkAll(pool: Signatures, amount: number): Promise<void> {
  const made = deposits(amount);
  const answers = await Promise.all(made.map(({ fields }) => pool.verifyDeposit(fields)));
  expect(answers).toEqual(made.map(({ isForged }) => !isForged));
}

describe.each([0, 2])('signature work with at most %i threads', (maxThreads) => {
  it('checks deposits, few or many at once', async () => {
    signatures = new Signatures({ mailboxKey, secretKey }, maxThreads);
    for (const amount of [1, 3, 200, 4, 500]) await checkAll(signatures, amount);
  });

  it('checks owners and signs receipts', async () => {
    signatures = new Signatures({ mailboxKey, secretKey }, maxThreads);
    const operation = 'fetch';
    const proof = proveOwner({ readKey: readKey.secretKey, mailboxKey, challenge, operation, topic });
    const fields = { readKey: readKey.publicKey, challenge, operation, topic, proof } as const;
    expect(await signatures.verifyOwner(fields)).toBe(true);
    expect(await signatures.verifyOwner({ ...fields, operation: 'close' })).toBe(false);
    const ids = Array.from({ length: 50 }, () => asEnvelopeId(prng.bytes(32)));
    const times = { receivedAtMs: 1_000, expiresAtMs: 2_000 };
    const receipts = await Promise.all(
      ids.map((envelopeId) => signatures?.signReceipt({ topic, envelopeId, ...times })),
    );
    for (const [i, envelopeId] of ids.entries()) {
      const receipt = receipts[i];
      if (receipt === undefined) return expect.unreachable();
      verifyCustodyReceipt({ receipt, mailboxKey, topic, envelopeId });
    }
  });

  it('finishes what was asked when it is closed', async () => {
    const pool = new Signatures({ mailboxKey, secretKey }, maxThreads);
    await checkAll(pool, 100);
    const pending = checkAll(pool, 300);
    await pool.close();
    await pending;
  });
});
