/** Runs the vectors of topics, deposit proofs and custody receipts with `@sotto/crypto`. */
import {
  deriveTopic,
  proveDeposit,
  signCustodyReceipts,
  signingKeyPair,
  verifyCustodyReceipt,
  verifyDeposit,
} from '@sotto/crypto';
import {
  asEnvelopeId,
  asTopic,
  CustodyReceiptSchema,
  decodeMessage,
  encodeMessage,
  LIMITS,
  SottoError,
  UnavailableError,
  VerifyError,
} from '@sotto/wire';
import { hex, type Input, type Runs } from '../vector.ts';

function depositOf(input: Input) {
  return {
    mailboxKey: input.hex('mailbox_key'),
    challenge: input.hex('challenge'),
    topic: asTopic(input.hex('topic')),
  };
}

/** What a client does with a response: what does not decode is no receipt. */
function receiptOf(bytes: Uint8Array) {
  try {
    return decodeMessage(CustodyReceiptSchema, bytes, LIMITS.MAX_FRAME_BYTES);
  } catch (cause) {
    if (cause instanceof SottoError) throw new VerifyError('bad-receipt', 'not a receipt', { cause });
    throw cause;
  }
}

export const mailboxRuns: Runs = {
  topic(input) {
    const [readKey, writeKey] = [input.hex('read_key'), input.hex('write_key')];
    return { topic: hex(deriveTopic({ kind: input.number('kind'), readKey, writeKey, salt: input.hex('salt') })) };
  },

  'prove-deposit'(input) {
    return { proof: hex(proveDeposit({ ...depositOf(input), writeKey: input.hex('write_secret') })) };
  },

  'check-deposit'(input) {
    const isProved = verifyDeposit({
      ...depositOf(input),
      writeKey: input.hex('write_key'),
      proof: input.hex('proof'),
    });
    if (!isProved) throw new UnavailableError('unknown-topic-or-key', 'refused');
    return {};
  },

  'issue-receipts'(input) {
    const { secretKey, publicKey } = signingKeyPair(input.hex('mailbox_secret'));
    const receipts = signCustodyReceipts({
      secretKey,
      mailboxKey: publicKey,
      statements: input.list('statements').map((statement) => ({
        topic: asTopic(statement.hex('topic')),
        envelopeId: asEnvelopeId(statement.hex('envelope_id')),
        receivedAtMs: statement.number('received_at_ms'),
        expiresAtMs: statement.number('expires_at_ms'),
      })),
    });
    return { receipts: receipts.map((receipt) => hex(encodeMessage(CustodyReceiptSchema, receipt))) };
  },

  'check-receipt'(input) {
    const body = verifyCustodyReceipt({
      receipt: receiptOf(input.hex('receipt')),
      mailboxKey: input.hex('mailbox_key'),
      topic: asTopic(input.hex('topic')),
      envelopeId: asEnvelopeId(input.hex('envelope_id')),
    });
    return { received_at_ms: Number(body.receivedAtMs), expires_at_ms: Number(body.expiresAtMs) };
  },
};
