/** What the reference implementation runs. */
import { ed25519 } from '@noble/curves/ed25519.js';
import { keyPair } from '../../reference/agreement.ts';
import { isSignedBy, signature } from '../../reference/canonical.ts';
import { linkText, readLink } from '../../reference/contact-link.ts';
import {
  type Custody,
  depositProofMessage,
  encodeBody,
  encodeReceipt,
  signedRoot,
  treeOver,
  verifyReceipt,
} from '../../reference/custody-receipt.ts';
import { decodeEnvelope, envelopeId, topicOf } from '../../reference/envelope.ts';
import { introductionPurpose, openBase, sealBase } from '../../reference/hpke.ts';
import { padded, unpadded } from '../../reference/padding.ts';
import { demand } from '../../reference/refusal.ts';
import { fingerprint, type Keys, safetyNumber } from '../../reference/safety-number.ts';
import { withFresh } from '../fresh-bytes.ts';
import { hex, type Input, type Runs } from '../vector.ts';
import { handshakeRuns } from './handshake.ts';
import { sessionRuns } from './session.ts';

function custody(input: Input): Omit<Custody, 'mailboxKey'> {
  return { topic: input.hex('topic'), envelopeId: input.hex('envelope_id') };
}

function depositMessage(input: Input): Uint8Array {
  return depositProofMessage(input.hex('mailbox_key'), input.hex('challenge'), input.hex('topic'));
}

function keys(input: Input): Keys {
  return {
    accountId: input.hex('account_id'),
    authorities: input.hexList('authorities'),
    devices: input.list('devices').map((device) => ({
      id: device.hex('device_id'),
      signingKey: device.hex('signing_key'),
      identityKey: device.hex('identity_key'),
    })),
  };
}

function codeOf(ours: Input, theirs: Input): string {
  return `01${hex(fingerprint(keys(ours)))}${hex(fingerprint(keys(theirs)))}`;
}

const sealing: Runs = {
  'seal-to-stranger'(input) {
    return withFresh(input.hex('fresh'), (draw) => {
      const purpose = introductionPurpose(input.hex('topic'));
      return { sealed: hex(sealBase(input.hex('recipient_key'), keyPair(draw(32)), purpose, input.hex('plaintext'))) };
    });
  },
  'open-from-stranger'(input) {
    const purpose = introductionPurpose(input.hex('topic'));
    return { plaintext: hex(openBase(keyPair(input.hex('recipient_secret')), purpose, input.hex('sealed'))) };
  },
  pad(input) {
    return { padded: hex(padded(input.hex('data'), input.number('overhead'))) };
  },
  unpad(input) {
    return { data: hex(unpadded(input.hex('padded'))) };
  },
  envelope(input) {
    const envelope = decodeEnvelope(input.hex('envelope'));
    return {
      envelope_id: hex(envelopeId(envelope)),
      topic: hex(envelope.topic),
      payload: hex(envelope.payload),
      ttl_seconds: envelope.ttlSeconds,
      admission: hex(envelope.admission),
    };
  },
};

const mailbox: Runs = {
  topic(input) {
    const [readKey, writeKey] = [input.hex('read_key'), input.hex('write_key')];
    return { topic: hex(topicOf({ kind: input.number('kind'), readKey, writeKey, salt: input.hex('salt') })) };
  },
  'prove-deposit'(input) {
    return { proof: hex(ed25519.sign(depositMessage(input), input.hex('write_secret'))) };
  },
  'check-deposit'(input) {
    demand(isSignedBy(input.hex('write_key'), input.hex('proof'), depositMessage(input)), 'unknown-topic-or-key');
    return {};
  },
  'issue-receipts'(input) {
    const secret = input.hex('mailbox_secret');
    const mailboxKey = ed25519.getPublicKey(secret);
    const bodies = input
      .list('statements')
      .map((statement) =>
        encodeBody(
          { mailboxKey, ...custody(statement) },
          { receivedAtMs: statement.number('received_at_ms'), expiresAtMs: statement.number('expires_at_ms') },
        ),
      );
    const { root, paths } = treeOver(bodies);
    const count = bodies.length;
    const signed = signature(secret, 'custodyReceiptSignature', count, root);
    demand(isSignedBy(mailboxKey, signed, signedRoot(count, root)), 'bad-receipt');
    const receipts = bodies.map((body, index) =>
      hex(encodeReceipt({ body, signature: signed, index, count, path: paths[index] ?? [] })),
    );
    return { receipts };
  },
  'check-receipt'(input) {
    const times = verifyReceipt(input.hex('receipt'), { mailboxKey: input.hex('mailbox_key'), ...custody(input) });
    return { received_at_ms: times.receivedAtMs, expires_at_ms: times.expiresAtMs };
  },
};

const identity: Runs = {
  'safety-number'(input) {
    const [ours, theirs] = [input.object('ours'), input.object('theirs')];
    return { number: safetyNumber(keys(ours), keys(theirs)), code: codeOf(ours, theirs) };
  },
  'check-safety-code'(input) {
    const code = input.hex('code');
    demand(code.length === 65, 'wrong-length');
    demand(code[0] === 1, 'wrong-version');
    return { verifies: hex(code) === codeOf(input.object('theirs'), input.object('ours')) };
  },
  'contact-link'(input) {
    const { link, content } = readLink(input.text('text'));
    return {
      account_id: hex(link.bytes(2)),
      head: { sequence: link.number(3), hash: hex(link.bytes(4)) },
      mailboxes: link.repeated(5).map((address) => new TextDecoder().decode(address)),
      name: new TextDecoder().decode(link.bytes(6)),
      text: linkText(content),
    };
  },
};

export const referenceRuns: Runs = { ...handshakeRuns, ...sessionRuns, ...sealing, ...mailbox, ...identity };
