/** What a page and the service worker say to each other. */
import type { BundleList } from './bundle-list.ts';

/** `describe`: which bundle it serves, and which one it brought; `apply`: serve the one that it brought from now on. */
export type WorkerRequest = 'describe' | 'apply';

export interface BundleName {
  readonly version: string;
  readonly hash: string;
}

export interface WorkerDescription {
  /** What pages get. */
  readonly pinned: BundleName;
  /** What came with the worker: another one than the pinned one is an update that nobody has taken yet. */
  readonly brought: BundleName;
}

/** `undefined`: it could not be done. */
export type WorkerReply = WorkerDescription | undefined;

export function nameOf({ version, hash }: BundleList): BundleName {
  return { version, hash };
}

export function isWorkerRequest(value: unknown): value is WorkerRequest {
  return value === 'describe' || value === 'apply';
}
