import { createTopicKeys, proveDeposit, proveOwner, signingKeyPair } from '@sotto/crypto';
import { SeededPrng } from '@sotto/testkit';
import { TopicKind } from '@sotto/wire';
import { afterEach, describe, expect, it } from 'vitest';
import { Signatures } from './signatures.ts';

const prng = new SeededPrng('signatures');
const mailboxKey = signingKeyPair(prng.bytes(32)).publicKey;
const { topic, readKey, writeKey } = createTopicKeys({
  kind: TopicKind.QUEUE,
  random: (length) => prng.bytes(length),
});
const challenge = prng.bytes(32);

let signatures: Signatures | undefined;
afterEach(() => signatures?.close());

/** Proofs of which every third is forged. */
function deposits(amount: number) {
  return Array.from({ length: amount }, (_, i) => {
    const challenge = prng.bytes(32);
    const isForged = i % 3 === 0;
    const key = isForged ? readKey.secretKey : writeKey.secretKey;
    const proof = proveDeposit({ writeKey: key, mailboxKey, challenge, topic });
    return { fields: { topic, challenge, proof, writeKey: writeKey.publicKey }, isForged };
  });
}

async function checkAll(pool: Signatures, amount: number): Promise<void> {
  const made = deposits(amount);
  const answers = await Promise.all(made.map(({ fields }) => pool.verifyDeposit(fields)));
  expect(answers).toEqual(made.map(({ isForged }) => !isForged));
}

describe.each([0, 2])('signatures checked with at most %i threads', (maxThreads) => {
  it('checks deposits, few or many at once', async () => {
    signatures = new Signatures(mailboxKey, maxThreads);
    for (const amount of [1, 3, 200, 4, 500]) await checkAll(signatures, amount);
  });

  it('checks owners', async () => {
    signatures = new Signatures(mailboxKey, maxThreads);
    const operation = 'fetch';
    const proof = proveOwner({ readKey: readKey.secretKey, mailboxKey, challenge, operation, topic });
    const fields = { readKey: readKey.publicKey, challenge, operation, topic, proof } as const;
    expect(await signatures.verifyOwner(fields)).toBe(true);
    expect(await signatures.verifyOwner({ ...fields, operation: 'close' })).toBe(false);
  });

  it('finishes what was asked when it is closed', async () => {
    const pool = new Signatures(mailboxKey, maxThreads);
    await checkAll(pool, 100);
    const pending = checkAll(pool, 300);
    await pool.close();
    await pending;
  });
});
