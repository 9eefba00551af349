/** Receipts that share a signature: each stands alone, and none can be made from the others (specs/06 §6). */
import {
  asEnvelopeId,
  type CustodyReceipt,
  CustodyReceiptSchema,
  create,
  decodeMessage,
  encodeMessage,
  LABELS,
  LIMITS,
  TopicKind,
} from '@sotto/wire';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CustodyStatement, signCustodyReceipts, verifyCustodyReceipt } from './custody-receipt.ts';
import { receiptTree } from './receipt-tree.ts';
import { hashLabelled, sign, signingKeyPair } from './signature.ts';
import { failure, randomFrom } from './testing/devices.ts';
import { createTopicKeys } from './topic-keys.ts';

const random = randomFrom('custody receipts');
const { publicKey: mailboxKey, secretKey } = signingKeyPair(random(32));
const { topic } = createTopicKeys({ kind: TopicKind.QUEUE, random });
const MOST = LIMITS.MAX_RECEIPTS_PER_SIGNATURE;

function statements(count: number): CustodyStatement[] {
  return Array.from({ length: count }, (_, i) => {
    return { topic, envelopeId: asEnvelopeId(random(32)), receivedAtMs: 1_000 + i, expiresAtMs: 9_000 + i };
  });
}

function signAll(count: number): { readonly said: CustodyStatement[]; readonly receipts: CustodyReceipt[] } {
  const said = statements(count);
  return { said, receipts: signCustodyReceipts({ secretKey, mailboxKey, statements: said }) };
}

function verify(receipt: CustodyReceipt, { envelopeId }: CustodyStatement) {
  return verifyCustodyReceipt({ receipt, mailboxKey, topic, envelopeId });
}

function expectRefused(receipt: CustodyReceipt, said: CustodyStatement): void {
  expect(() => verify(receipt, said)).toThrow(expect.objectContaining(failure('bad-receipt')));
}

/** A list position that is known to be there. */
function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) return expect.unreachable(`nothing at ${index}`);
  return item;
}

describe('receipts that share a signature', () => {
  test('each say what was stated, by themselves and after they have travelled', () => {
    for (const count of [1, 2, 3, 5, 8, 63, 64, 65, MOST]) {
      const { said, receipts } = signAll(count);
      expect(receipts).toHaveLength(count);
      for (const i of new Set([0, 1, count >> 1, count - 2, count - 1])) {
        if (i < 0 || i >= count) continue;
        const bytes = encodeMessage(CustodyReceiptSchema, at(receipts, i));
        const body = verify(decodeMessage(CustodyReceiptSchema, bytes, 1_024), at(said, i));
        expect([Number(body.receivedAtMs), Number(body.expiresAtMs)]).toEqual([1_000 + i, 9_000 + i]);
      }
    }
  });

  test('have the same body whether they were signed together or alone', () => {
    const { said, receipts } = signAll(7);
    const [alone] = signCustodyReceipts({ secretKey, mailboxKey, statements: [at(said, 4)] });
    expect(alone?.body).toEqual(at(receipts, 4).body);
    expect(alone?.path).toEqual([]);
  });

  test('are at least one and at most MAX_RECEIPTS_PER_SIGNATURE', () => {
    for (const count of [0, MOST + 1]) {
      expect(() => signCustodyReceipts({ secretKey, mailboxKey, statements: statements(count) })).toThrow(
        expect.objectContaining({ kind: 'usage', code: 'invalid-argument' }),
      );
    }
  });
});

describe('the way from a receipt to its signature', () => {
  test('holds for one index, one number of leaves, one path and no other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(), fc.nat(), (count, pick, other) => {
        const { said, receipts } = signAll(count);
        const i = pick % count;
        const [receipt, about] = [at(receipts, i), at(said, i)];
        const change = (fields: Partial<Pick<CustodyReceipt, 'index' | 'count' | 'path'>>) =>
          create(CustodyReceiptSchema, { ...receipt, ...fields });
        const { path } = receipt;
        if (other % count !== i) expectRefused(change({ index: other % count }), about);
        expectRefused(change({ index: count + (other % 5) }), about);
        expectRefused(change({ count: count + 1 + (other % 50) }), about);
        if (count > 1) expectRefused(change({ count: i + (other % (count - i)) }), about);
        expectRefused(change({ path: [...path, random(32)] }), about);
        expectRefused(change({ path: [random(32), ...path] }), about);
        if (path.length === 0) return;
        const at0 = other % path.length;
        expectRefused(change({ path: path.filter((_, step) => step !== at0) }), about);
        expectRefused(change({ path: path.map((hash, step) => (step === at0 ? random(32) : hash)) }), about);
        expectRefused(change({ path: path.map((hash, step) => (step === at0 ? hash.subarray(1) : hash)) }), about);
        if (path.length > 1) expectRefused(change({ path: [...path].reverse() }), about);
      }),
      { seed: 20, numRuns: 60 },
    );
  });

  test('is not longer than MAX_RECEIPTS_PER_SIGNATURE allows, whoever signed it', () => {
    const said = statements(1);
    const [receipt] = signCustodyReceipts({ secretKey, mailboxKey, statements: said });
    if (receipt === undefined) return expect.unreachable();
    const bodies = [receipt.body, ...Array.from({ length: MOST }, () => random(8))];
    const { root, paths } = receiptTree(bodies);
    const label = LABELS.custodyReceiptSignature;
    const signature = sign({ label, secretKey, parts: [bodies.length, root] });
    const path = [...at(paths, 0)];
    const deep = create(CustodyReceiptSchema, { body: receipt.body, signature, index: 0, count: MOST + 1, path });
    expectRefused(deep, at(said, 0));
  });

  test('B15: no signed node passes for a leaf, and no leaf for a node', () => {
    const { said, receipts } = signAll(4);
    const [first, third] = [at(receipts, 0), at(receipts, 2)];
    // The right half of the tree as one leaf of a smaller tree, and its two leaves as its body.
    const rightHalf = at(first.path, 1);
    const shorter = create(CustodyReceiptSchema, { ...third, index: 1, count: 2, path: [at(third.path, 1)] });
    expectRefused(shorter, at(said, 2));
    expectRefused(create(CustodyReceiptSchema, { ...third, body: rightHalf }), at(said, 2));
    // A leaf that the mailbox signed alone is no root over two.
    const [alone] = signCustodyReceipts({ secretKey, mailboxKey, statements: [at(said, 0)] });
    const leaf = hashLabelled(LABELS.custodyReceiptLeaf, first.body);
    if (alone === undefined) return expect.unreachable();
    expectRefused(create(CustodyReceiptSchema, { ...alone, count: 2, path: [leaf] }), at(said, 0));
  });

  test('B15: the signature of one group says nothing about a receipt of another', () => {
    const [one, other] = [signAll(6), signAll(6)];
    const moved = create(CustodyReceiptSchema, { ...at(one.receipts, 3), signature: at(other.receipts, 3).signature });
    expectRefused(moved, at(one.said, 3));
  });

  test('A5: a signature under another label is none', () => {
    const said = statements(1);
    const [receipt] = signCustodyReceipts({ secretKey, mailboxKey, statements: said });
    if (receipt === undefined) return expect.unreachable();
    const { root } = receiptTree([receipt.body]);
    const signature = sign({ label: LABELS.custodyReceiptNode, secretKey, parts: [1, root] });
    expectRefused(create(CustodyReceiptSchema, { ...receipt, signature }), at(said, 0));
  });
});
