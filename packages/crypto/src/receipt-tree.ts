/**
 * The hash tree over custody receipts that share a signature (specs/06 §6): of the shape of RFC 6962 §2.1, so that index
 * and number of leaves say which hashes a path consists of. Leaves and nodes are hashed with labels of their own: neither
 * can be taken for the other.
 *
 * Must not know: what a leaf stands for, signatures.
 */
import { LABELS, UsageError } from '@sotto/wire';
import { hashPublic } from './signature.ts';

const HASH_BYTES = 32;

export interface ReceiptTree {
  /** 32 bytes. */
  readonly root: Uint8Array;
  /** For each leaf the hashes beside its way to the root, from below. */
  readonly paths: readonly Uint8Array[][];
}

export interface ReceiptLeaf {
  /** What the leaf is the hash of. */
  readonly body: Uint8Array;
  readonly index: number;
  /** Leaves of the tree, at least 1. */
  readonly count: number;
  readonly path: readonly Uint8Array[];
}

/** @throws {UsageError} `invalid-argument` without a body */
export function receiptTree(bodies: readonly Uint8Array[]): ReceiptTree {
  const paths: Uint8Array[][] = bodies.map(() => []);
  let level = bodies.map(leafHash);
  for (let height = 0; level.length > 1; height++) {
    for (let leaf = 0; leaf < paths.length; leaf++) {
      const beside = level[(leaf >> height) ^ 1];
      if (beside !== undefined) paths[leaf]?.push(beside);
    }
    level = levelAbove(level);
  }
  const [root] = level;
  if (root === undefined) throw new UsageError('invalid-argument', 'a tree has a leaf');
  return { root, paths };
}

/** The root that follows from leaf and path, or `undefined` when a leaf there has no path of this form (RFC 9162 §2.1.3.2). */
export function rootOf({ body, index, count, path }: ReceiptLeaf): Uint8Array | undefined {
  if (index >= count) return undefined;
  let hash = leafHash(body);
  let [node, last] = [index, count - 1];
  let height = 0;
  for (; last > 0; node >>= 1, last >>= 1) {
    // The last node of a level without a neighbour goes up as it is.
    if (node === last && node % 2 === 0) continue;
    const beside = path[height++];
    if (beside?.length !== HASH_BYTES) return undefined;
    hash = node % 2 === 0 ? nodeHash(hash, beside) : nodeHash(beside, hash);
  }
  return height === path.length ? hash : undefined;
}

function levelAbove(level: readonly Uint8Array[]): Uint8Array[] {
  const above: Uint8Array[] = [];
  for (let i = 0; i < level.length; i += 2) {
    const [left, right] = [level[i], level[i + 1]];
    if (left !== undefined) above.push(right === undefined ? left : nodeHash(left, right));
  }
  return above;
}

function leafHash(body: Uint8Array): Uint8Array {
  return hashPublic(LABELS.custodyReceiptLeaf, body);
}

function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return hashPublic(LABELS.custodyReceiptNode, left, right);
}
