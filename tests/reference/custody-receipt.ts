/** Custody receipts: the tree, its paths, and what a sender refuses (specs/06 §6). */
import { equal } from './bytes.ts';
import { canonical, hash, isSignedBy } from './canonical.ts';
import { decodeMessage, encodeMessage, type Message } from './protobuf.ts';
import { demand, orRefuse } from './refusal.ts';
import { limit } from './spec-tables.ts';

const RECEIPT = { 1: 'bytes', 2: 'bytes', 3: 'number', 4: 'number', 5: 'repeated' } as const;
const BODY = { 1: 'number', 2: 'bytes', 3: 'bytes', 4: 'bytes', 5: 'number', 6: 'number' } as const;
const VERSION = 1;

export interface Custody {
  readonly mailboxKey: Uint8Array;
  readonly topic: Uint8Array;
  readonly envelopeId: Uint8Array;
}

export interface Times {
  readonly receivedAtMs: number;
  readonly expiresAtMs: number;
}

export function encodeBody(custody: Custody, times: Times): Uint8Array {
  const { mailboxKey, topic, envelopeId } = custody;
  const values = [VERSION, mailboxKey, topic, envelopeId, times.receivedAtMs, times.expiresAtMs];
  return encodeMessage(values.map((value, at) => ({ number: at + 1, value })));
}

function node(left: Uint8Array, right: Uint8Array): Uint8Array {
  return hash('custodyReceiptNode', left, right);
}

function levelAbove(level: readonly Uint8Array[]): Uint8Array[] {
  const above: Uint8Array[] = [];
  for (let at = 0; at < level.length; at += 2) {
    const [left, right] = [level[at], level[at + 1]];
    if (left !== undefined) above.push(right === undefined ? left : node(left, right));
  }
  return above;
}

export interface Tree {
  readonly root: Uint8Array;
  /** For each leaf the hashes beside its way up. */
  readonly paths: readonly (readonly Uint8Array[])[];
}

/** The tree over the hashes of `bodies`. */
export function treeOver(bodies: readonly Uint8Array[]): Tree {
  let level = bodies.map((body) => hash('custodyReceiptLeaf', body));
  const paths: Uint8Array[][] = bodies.map(() => []);
  for (let height = 0; level.length > 1; height += 1) {
    for (const [leaf, path] of paths.entries()) {
      const beside = level[Math.floor(leaf / 2 ** height) ^ 1];
      if (beside !== undefined) path.push(beside);
    }
    level = levelAbove(level);
  }
  const [root] = level;
  demand(root !== undefined, 'invalid-argument');
  return { root, paths };
}

/** What the mailbox key signs. */
export function signedRoot(count: number, root: Uint8Array): Uint8Array {
  return canonical('custodyReceiptSignature', count, root);
}

/** From a leaf to the root. A node without a neighbour goes up as it is. */
function rootAbove(leaf: Uint8Array, message: Message): Uint8Array {
  let [at, width, root] = [message.number(3), message.number(4), leaf];
  const path = message.repeated(5);
  while (width > 1) {
    const hasNeighbour = (at ^ 1) < width;
    if (hasNeighbour) {
      const beside = path.shift();
      demand(beside !== undefined && beside.length === 32, 'bad-receipt');
      root = at % 2 === 1 ? node(beside, root) : node(root, beside);
    }
    at = Math.floor(at / 2);
    width = Math.ceil(width / 2);
  }
  demand(path.length === 0, 'bad-receipt');
  return root;
}

/** @throws `bad-receipt` */
export function verifyReceipt(bytes: Uint8Array, expected: Custody): Times {
  const receipt = orRefuse('bad-receipt', () => decodeMessage(bytes, RECEIPT));
  const body = orRefuse('bad-receipt', () => decodeMessage(receipt.bytes(1), BODY));
  demand(!receipt.unknown(RECEIPT) && !body.unknown(BODY) && body.number(1) === VERSION, 'bad-receipt');
  demand(equal(body.bytes(2), expected.mailboxKey), 'bad-receipt');
  demand(equal(body.bytes(3), expected.topic) && equal(body.bytes(4), expected.envelopeId), 'bad-receipt');
  const times = { receivedAtMs: body.number(5), expiresAtMs: body.number(6) };
  demand(times.expiresAtMs >= times.receivedAtMs, 'bad-receipt');
  const count = receipt.number(4);
  demand(count >= 1 && count <= limit('MAX_RECEIPTS_PER_SIGNATURE') && receipt.number(3) < count, 'bad-receipt');
  const root = rootAbove(hash('custodyReceiptLeaf', receipt.bytes(1)), receipt);
  demand(isSignedBy(expected.mailboxKey, receipt.bytes(2), signedRoot(count, root)), 'bad-receipt');
  return times;
}

/** specs/06 §4: what a write key signs for one stream. */
export function depositProofMessage(mailboxKey: Uint8Array, challenge: Uint8Array, topic: Uint8Array): Uint8Array {
  return canonical('depositProof', mailboxKey, challenge, topic);
}
