/** Topics, deposit proofs and custody receipts (specs/06). */
import { ed25519 } from '@noble/curves/ed25519.js';
import { recordedBytes } from '../../differential/recorded-bytes.ts';
import { join } from '../../reference/bytes.ts';
import { canonical, signature } from '../../reference/canonical.ts';
import {
  depositProofMessage,
  encodeBody,
  encodeReceipt,
  type Receipt,
  treeOver,
} from '../../reference/custody-receipt.ts';
import { topicOf } from '../../reference/envelope.ts';
import { encodeFields } from '../../reference/protobuf.ts';
import { type Case, hex, type JsonObject } from '../vector.ts';
import { damaged } from './forged-packet.ts';
import { NOW_MS } from './people.ts';

function deposits(): Case[] {
  const cases: Case[] = [];
  const draw = recordedBytes('deposits');
  const add = (name: string, story: string, run: string, input: JsonObject, expect = 'success') =>
    cases.push({ path: `deposit/${name}`, spec: '06 §4', story, run, input, expect });
  const [readSecret, writeSecret, otherSecret] = [draw(32), draw(32), draw(32)];
  const [readKey, writeKey] = [ed25519.getPublicKey(readSecret), ed25519.getPublicKey(writeSecret)];
  const [mailboxKey, challenge, salt] = [ed25519.getPublicKey(draw(32)), draw(32), draw(16)];
  const keys = { kind: 1, readKey, writeKey, salt };
  const topic = topicOf(keys);
  const topicInput = { kind: 1, read_key: hex(readKey), write_key: hex(writeKey), salt: hex(salt) };
  add('topic-queue', 'The topic of a queue.', 'topic', topicInput);
  add('topic-log', 'The topic of a log with the same keys is another one.', 'topic', { ...topicInput, kind: 2 });
  const names = { mailbox_key: hex(mailboxKey), challenge: hex(challenge), topic: hex(topic) };
  add('prove', 'The write key proves itself to a mailbox on a stream.', 'prove-deposit', {
    write_secret: hex(writeSecret),
    ...names,
  });
  const message = depositProofMessage(mailboxKey, challenge, topic);
  const proof = ed25519.sign(message, writeSecret);
  const whole = { write_key: hex(writeKey), proof: hex(proof), ...names };
  const check = (name: string, story: string, change: JsonObject, expect = 'unknown-topic-or-key') =>
    add(`check-${name}`, story, 'check-deposit', { ...whole, ...change }, expect);
  check('genuine', 'The proof holds.', {}, 'success');
  check('refused-other-challenge', 'The proof is of another stream (E5).', { challenge: hex(draw(32)) });
  check('refused-other-mailbox', 'The proof is of another mailbox (E5).', { mailbox_key: hex(draw(32)) });
  check('refused-other-topic', 'The proof is of another topic.', { topic: hex(topicOf({ ...keys, kind: 2 })) });
  check('refused-other-key', 'The proof is by another key.', { proof: hex(ed25519.sign(message, otherSecret)) });
  const owner = ed25519.sign(canonical('ownerProof', mailboxKey, challenge, 'open', topic), writeSecret);
  check('refused-owner-proof', 'The proof is an owner proof.', { proof: hex(owner) });
  check('refused-damaged', 'A bit of the proof was changed.', { proof: hex(damaged(proof, 5)) });
  check('refused-empty', 'There is no proof.', { proof: '' });
  const smallOrder = `01${'00'.repeat(31)}`;
  const anything = { write_key: smallOrder, proof: smallOrder + '00'.repeat(32) };
  check(
    'refused-small-order',
    'The key is of small order: under a lax rule its signature fits every message.',
    anything,
  );
  return cases;
}

interface Statement {
  readonly topic: Uint8Array;
  readonly envelopeId: Uint8Array;
}

const TIMES = { receivedAtMs: NOW_MS, expiresAtMs: NOW_MS + 86_400_000 };

class Mailbox {
  readonly #draw = recordedBytes('receipts');
  readonly secret = this.#draw(32);
  readonly mailboxKey = ed25519.getPublicKey(this.secret);
  readonly statements: readonly Statement[] = Array.from({ length: 8 }, () => {
    return { topic: this.#draw(32), envelopeId: this.#draw(32) };
  });

  statement(index: number): Statement {
    const statement = this.statements[index];
    if (statement === undefined) throw new RangeError('no such statement');
    return statement;
  }

  body(index: number, times: typeof TIMES): Uint8Array {
    return encodeBody({ mailboxKey: this.mailboxKey, ...this.statement(index) }, times);
  }

  /** Receipts for the first `count` statements, with bodies that `change` makes of them. */
  receipts(count: number, change = (body: Uint8Array) => body): Receipt[] {
    const bodies = Array.from({ length: count }, (_, index) => change(this.body(index, TIMES)));
    const { root, paths } = treeOver(bodies);
    const signed = signature(this.secret, 'custodyReceiptSignature', count, root);
    return bodies.map((body, index) => ({ body, signature: signed, index, count, path: paths[index] ?? [] }));
  }
}

function receipts(): Case[] {
  const cases: Case[] = [];
  const mailbox = new Mailbox();
  const add = (name: string, story: string, run: string, input: JsonObject, expect = 'success') =>
    cases.push({ path: `receipt/${name}`, spec: '06 §6', story, run, input, expect });
  for (const count of [1, 2, 5, 7]) {
    const statements = mailbox.statements.slice(0, count).map(({ topic, envelopeId }) => {
      const times = { received_at_ms: TIMES.receivedAtMs, expires_at_ms: TIMES.expiresAtMs };
      return { topic: hex(topic), envelope_id: hex(envelopeId), ...times };
    });
    const input = { mailbox_secret: hex(mailbox.secret), statements };
    add(`issue-${count}`, `A mailbox signs for ${count} at once.`, 'issue-receipts', input);
  }
  const at = (list: readonly Receipt[], index: number): Receipt => {
    const receipt = list[index];
    if (receipt === undefined) throw new RangeError('no such receipt');
    return receipt;
  };
  const inputFor = (index: number, bytes: Uint8Array) => {
    const { topic, envelopeId } = mailbox.statement(index);
    const names = { mailbox_key: hex(mailbox.mailboxKey), topic: hex(topic), envelope_id: hex(envelopeId) };
    return { receipt: hex(bytes), ...names };
  };
  const seven = mailbox.receipts(7);
  for (const index of [0, 3, 6]) {
    const story = `Receipt ${index} of seven that share a signature.`;
    add(`check-${index}-of-7`, story, 'check-receipt', inputFor(index, encodeReceipt(at(seven, index))));
  }
  const alone = at(mailbox.receipts(1), 0);
  add('check-alone', 'A receipt with a signature of its own.', 'check-receipt', inputFor(0, encodeReceipt(alone)));
  const more = at(
    mailbox.receipts(1, (body) => join(body, encodeFields([{ number: 9, value: 1 }]))),
    0,
  );
  add(
    'check-unknown-field-of-body',
    'An unknown field of the body is signed, and ignored.',
    'check-receipt',
    inputFor(0, encodeReceipt(more)),
  );

  const refuse = (name: string, story: string, input: JsonObject) =>
    add(`refused-${name}`, story, 'check-receipt', input, 'bad-receipt');
  const changed = (name: string, story: string, index: number, change: Partial<Receipt>) =>
    refuse(name, story, inputFor(index, encodeReceipt({ ...at(seven, index), ...change })));
  const genuine = inputFor(3, encodeReceipt(at(seven, 3)));
  const other = mailbox.statement(0);
  refuse('other-mailbox', 'It is the receipt of another mailbox.', {
    ...genuine,
    mailbox_key: hex(recordedBytes('other')(32)),
  });
  refuse('other-topic', 'It is for another topic.', { ...genuine, topic: hex(other.topic) });
  refuse('other-envelope', 'It is for another envelope.', { ...genuine, envelope_id: hex(other.envelopeId) });
  changed('index', 'The index is that of its neighbour.', 3, { index: 2 });
  changed('index-not-below-count', 'The index is the count.', 3, { index: 7 });
  changed('count', 'The count is one more.', 3, { count: 8 });
  changed('count-zero', 'The count is 0.', 0, { count: 0, path: [] });
  changed('count-too-large', 'The count is 1,025.', 3, { count: 1_025 });
  changed('path-short', 'The path is a hash short.', 3, { path: at(seven, 3).path.slice(1) });
  changed('path-long', 'The path has a hash too many.', 3, { path: [...at(seven, 3).path, new Uint8Array(32)] });
  changed('path-order', 'Two hashes of the path are swapped.', 3, { path: swapped(at(seven, 3).path) });
  changed('path-hash-length', 'A hash of the path has 31 bytes.', 3, {
    path: at(seven, 3).path.map((hash, i) => (i === 0 ? hash.slice(1) : hash)),
  });
  changed('signature', 'A bit of the signature was changed.', 3, { signature: damaged(at(seven, 3).signature, 40) });
  changed('body', 'The body says another time.', 3, {
    body: mailbox.body(3, { ...TIMES, expiresAtMs: TIMES.expiresAtMs + 1 }),
  });
  refuse(
    'unknown-field',
    'The receipt has an unknown field.',
    inputFor(3, join(encodeReceipt(at(seven, 3)), encodeFields([{ number: 9, value: 1 }]))),
  );
  const nothing = () => new Uint8Array(0);
  refuse('empty-body', 'The body is empty.', inputFor(0, encodeReceipt(at(mailbox.receipts(1, nothing), 0))));
  const notAfter = () => mailbox.body(0, { ...TIMES, expiresAtMs: TIMES.receivedAtMs });
  refuse(
    'expires-at-once',
    'It expires when it was received.',
    inputFor(0, encodeReceipt(at(mailbox.receipts(1, notAfter), 0))),
  );
  const tooLate = () => mailbox.body(0, { ...TIMES, expiresAtMs: 2 ** 53 });
  refuse('time-too-large', 'It expires at 2^53.', inputFor(0, encodeReceipt(at(mailbox.receipts(1, tooLate), 0))));
  const version2 = (body: Uint8Array) => join(Uint8Array.of(8, 2), body.slice(2));
  refuse('body-version', 'The body has version 2.', inputFor(0, encodeReceipt(at(mailbox.receipts(1, version2), 0))));
  return cases;
}

function swapped([first, second, ...rest]: readonly Uint8Array[]): Uint8Array[] {
  return [second, first, ...rest].filter((hash) => hash !== undefined);
}

export function mailboxCases(): Case[] {
  return [...deposits(), ...receipts()];
}
