/** Custody receipts of a mailbox that lies, with and without the signature that it can make. */
import { signCustodyReceipts, signingKeyPair, verifyCustodyReceipt } from '@sotto/crypto';
import { asEnvelopeId, asTopic, CustodyReceiptSchema, decodeMessage, encodeMessage, LIMITS } from '@sotto/wire';
import { NOW_MS, randomFrom } from '../people.ts';
import { type FuzzTarget, must } from '../target.ts';
import { unsignedProvider } from '../unsigned-provider.ts';

const MAX_BYTES = 2_048;

export function openTarget(): FuzzTarget {
  const random = randomFrom('receipt');
  const { secretKey, publicKey: mailboxKey } = signingKeyPair(random(32));
  const times = { receivedAtMs: NOW_MS, expiresAtMs: NOW_MS + 1 };
  const about = { mailboxKey, topic: asTopic(random(32)), envelopeId: asEnvelopeId(random(32)) };
  const other = { ...times, topic: asTopic(random(32)), envelopeId: asEnvelopeId(random(32)) };
  // Alone, and among others on both sides of its tree.
  const batches = [0, 1, 4].map((before) => [...Array(before).fill(other), { ...times, ...about }, other]);
  const receipts = [[{ ...times, ...about }], ...batches].flatMap((statements, i) =>
    signCustodyReceipts({ mailboxKey, secretKey, statements }).slice(i === 0 ? 0 : -2, i === 0 ? 1 : -1),
  );
  return {
    covers: ['crypto verifyCustodyReceipt', 'crypto signCustodyReceipts'],
    shape: 'protobuf',
    maxBytes: MAX_BYTES,
    seeds: receipts.map((receipt) => encodeMessage(CustodyReceiptSchema, receipt)),
    secrets: [secretKey],
    run(input) {
      const receipt = decodeMessage(CustodyReceiptSchema, input, LIMITS.MAX_FRAME_BYTES);
      const body = verifyCustodyReceipt({ ...about, receipt, provider: unsignedProvider });
      must(body.expiresAtMs > body.receivedAtMs, 'a receipt is for some time');
      const signed = verifyCustodyReceipt({ ...about, receipt });
      must(Number(signed.expiresAtMs) === times.expiresAtMs, 'a receipt says what was signed');
      return 'accepted';
    },
  };
}
