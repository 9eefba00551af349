/** Topics, deposits, owner proofs and custody receipts: what a mailbox and its users sign and check. */
import {
  asEnvelopeId,
  asTopic,
  type CustodyReceipt,
  CustodyReceiptSchema,
  create,
  equalBytes,
  TopicKind,
} from '@sotto/wire';
import { describe, expect, test } from 'vitest';
import { signCustodyReceipt, verifyCustodyReceipt } from './custody-receipt.ts';
import { proveDeposit, verifyDeposit } from './deposit-proof.ts';
import { type OwnerOperation, proveOwner, verifyOwner } from './owner-proof.ts';
import { signingKeyPair } from './signature.ts';
import { failure, randomFrom } from './testing/devices.ts';
import { createTopicKeys, deriveTopic } from './topic-keys.ts';

const random = randomFrom('mailbox keys');
const mailbox = signingKeyPair(random(32));
const mailboxKey = mailbox.publicKey;
const keys = createTopicKeys({ kind: TopicKind.QUEUE, random });
const { topic } = keys;
const envelopeId = asEnvelopeId(random(32));

describe('topics', () => {
  test('are the hash of kind, keys and salt, so that nobody else can open one', () => {
    const { kind, salt } = keys;
    const fields = { kind, salt, readKey: keys.readKey.publicKey, writeKey: keys.writeKey.publicKey };
    expect(deriveTopic(fields)).toEqual(topic);
    const others = [
      { ...fields, kind: TopicKind.LOG },
      { ...fields, salt: random(16) },
      { ...fields, readKey: fields.writeKey, writeKey: fields.readKey },
      { ...fields, readKey: mailboxKey },
    ];
    for (const other of others) expect(deriveTopic(other)).not.toEqual(topic);
    for (const kind of [TopicKind.UNSPECIFIED, -1 as TopicKind, 7 as TopicKind]) {
      expect(() => deriveTopic({ ...fields, kind })).toThrow(expect.objectContaining(failure('unknown-type')));
    }
    expect(() => deriveTopic({ ...fields, salt: random(15) })).toThrow(
      expect.objectContaining(failure('wrong-length')),
    );
  });

  test('E6: two topics of one person share no key, salt or name', () => {
    const other = createTopicKeys({ kind: TopicKind.QUEUE, random });
    expect(equalBytes(other.topic, topic)).toBe(false);
    expect(equalBytes(other.salt, keys.salt)).toBe(false);
    expect(equalBytes(other.readKey.publicKey, keys.readKey.publicKey)).toBe(false);
    expect(equalBytes(other.writeKey.publicKey, keys.writeKey.publicKey)).toBe(false);
  });
});

describe('deposit proofs', () => {
  const challenge = random(32);
  const proof = proveDeposit({ writeKey: keys.writeKey.secretKey, mailboxKey, challenge, topic });
  const valid = { writeKey: keys.writeKey.publicKey, mailboxKey, challenge, topic, proof };

  test('E5: hold for one mailbox, one stream and one topic', () => {
    expect(verifyDeposit(valid)).toBe(true);
    const others = [
      { ...valid, mailboxKey: keys.readKey.publicKey },
      { ...valid, challenge: random(32) },
      { ...valid, topic: asTopic(random(32)) },
      { ...valid, writeKey: keys.readKey.publicKey },
      { ...valid, proof: new Uint8Array(64) },
      { ...valid, proof: new Uint8Array(0) },
    ];
    for (const other of others) expect(verifyDeposit(other)).toBe(false);
  });

  test('A5: are not owner proofs, nor the other way round', () => {
    const { readKey } = keys;
    const owned = proveOwner({ readKey: readKey.secretKey, mailboxKey, challenge, operation: 'open', topic });
    expect(verifyDeposit({ ...valid, writeKey: readKey.publicKey, proof: owned })).toBe(false);
    const shown = { readKey: keys.writeKey.publicKey, mailboxKey, challenge, topic, proof };
    expect(verifyOwner({ ...shown, operation: 'open' })).toBe(false);
  });
});

describe('owner proofs', () => {
  const operations: readonly OwnerOperation[] = ['open', 'subscribe', 'fetch', 'acknowledge', 'close'];
  const challenge = random(32);

  test('hold for one mailbox, challenge, operation and topic', () => {
    for (const operation of operations) {
      const fields = { mailboxKey, challenge, operation, topic };
      const proof = proveOwner({ ...fields, readKey: keys.readKey.secretKey });
      const valid = { ...fields, readKey: keys.readKey.publicKey, proof };
      expect(verifyOwner(valid)).toBe(true);
      const accepted = operations.filter((other) => verifyOwner({ ...valid, operation: other }));
      expect(accepted).toEqual([operation]);
      expect(verifyOwner({ ...valid, mailboxKey: keys.readKey.publicKey })).toBe(false);
      expect(verifyOwner({ ...valid, challenge: random(32) })).toBe(false);
      expect(verifyOwner({ ...valid, topic: asTopic(random(32)) })).toBe(false);
      expect(verifyOwner({ ...valid, readKey: keys.writeKey.publicKey })).toBe(false);
    }
  });
});

describe('custody receipts', () => {
  const body = { mailboxKey, topic, envelopeId, receivedAtMs: 1_000, expiresAtMs: 9_000 };
  const receipt = signCustodyReceipt({ ...body, secretKey: mailbox.secretKey });
  const about = { mailboxKey, topic, envelopeId };

  test('say what the mailbox signed', () => {
    const verified = verifyCustodyReceipt({ receipt, ...about });
    expect(verified).toMatchObject({ version: 1, receivedAtMs: 1_000n, expiresAtMs: 9_000n });
  });

  test('E4: of another mailbox, topic or envelope are refused', () => {
    const others = [
      { ...about, mailboxKey: keys.readKey.publicKey },
      { ...about, topic: asTopic(random(32)) },
      { ...about, envelopeId: asEnvelopeId(random(32)) },
    ];
    for (const other of others) {
      expect(() => verifyCustodyReceipt({ receipt, ...other })).toThrow(
        expect.objectContaining(failure('bad-receipt')),
      );
    }
  });

  test('forged, changed, cut or senseless ones are refused with one code', () => {
    const changedBody = receipt.body.map((byte, i) => (i === receipt.body.length - 1 ? byte ^ 1 : byte));
    const stranger = signCustodyReceipt({ ...body, secretKey: keys.readKey.secretKey });
    const expired = signCustodyReceipt({ ...body, expiresAtMs: 1_000, secretKey: mailbox.secretKey });
    const change = (fields: Partial<CustodyReceipt>) => create(CustodyReceiptSchema, { ...receipt, ...fields });
    const bad = [
      stranger,
      expired,
      change({ body: changedBody }),
      change({ body: receipt.body.subarray(1) }),
      change({ body: new Uint8Array(0) }),
      change({ body: new Uint8Array(5_000) }),
      change({ signature: new Uint8Array(64) }),
      change({ signature: new Uint8Array(0) }),
      change({ index: 1 }),
      change({ count: 0 }),
      change({ count: 2 }),
      change({ path: [random(32)] }),
      change({ $unknown: [{ no: 6, wireType: 0, data: Uint8Array.of(1) }] }),
    ];
    for (const each of bad) {
      expect(() => verifyCustodyReceipt({ receipt: each, ...about })).toThrow(
        expect.objectContaining(failure('bad-receipt')),
      );
    }
  });
});
