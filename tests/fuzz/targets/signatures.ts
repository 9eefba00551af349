/** Proofs over the challenge of a stream, by keys and with signatures that anybody chose. */
import {
  createTopicKeys,
  deriveTopic,
  proveDeposit,
  proveOwner,
  verifyDeposit,
  verifyOwner,
  verifySignature,
} from '@sotto/crypto';
import { LABELS, TopicKind } from '@sotto/wire';
import { joinedBytes, sameBytes } from '../joined-bytes.ts';
import { randomFrom } from '../people.ts';
import { type FuzzTarget, must, type Verdict } from '../target.ts';

const KEY_BYTES = 32;

export function openTarget(): FuzzTarget {
  const random = randomFrom('signatures');
  const { topic, readKey, writeKey, kind, salt } = createTopicKeys({ kind: TopicKind.QUEUE, random });
  const fields = { mailboxKey: random(32), challenge: random(32), topic };
  const depositProof = proveDeposit({ ...fields, writeKey: writeKey.secretKey });
  const ownerProof = proveOwner({ ...fields, readKey: readKey.secretKey, operation: 'fetch' });
  return {
    covers: ['verifyDeposit', 'verifyOwner', 'verifySignature', 'deriveTopic'].map((name) => `crypto ${name}`),
    shape: 'bytes',
    maxBytes: 200,
    seeds: [joinedBytes(writeKey.publicKey, depositProof), joinedBytes(readKey.publicKey, ownerProof)],
    words: [new Uint8Array(32), Uint8Array.of(1, ...new Uint8Array(31)), new Uint8Array(32).fill(0xff)],
    secrets: [readKey.secretKey, writeKey.secretKey],
    run: (input) => verify(input.slice(0, KEY_BYTES), input.slice(KEY_BYTES)),
  };

  function verify(publicKey: Uint8Array, proof: Uint8Array): Verdict {
    const isDeposit = verifyDeposit({ ...fields, writeKey: publicKey, proof });
    const isOwner = verifyOwner({ ...fields, readKey: publicKey, proof, operation: 'fetch' });
    must(
      !isDeposit || (sameBytes(publicKey, writeKey.publicKey) && sameBytes(proof, depositProof)),
      'one deposit proof',
    );
    must(!isOwner || (sameBytes(publicKey, readKey.publicKey) && sameBytes(proof, ownerProof)), 'one owner proof');
    const label = LABELS.depositProof;
    must(!verifySignature({ label, publicKey, signature: proof, parts: [salt] }), 'nothing holds that nobody signed');
    deriveTopic({ kind, readKey: publicKey, writeKey: proof, salt: publicKey.slice(0, salt.length) });
    return isDeposit || isOwner ? 'accepted' : 'refused';
  }
}
