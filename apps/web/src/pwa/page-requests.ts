/**
 * What pages ask of the service worker, carried out.
 *
 * Must not know: how a request comes here, or which worker is active.
 */
import type { PinnedBundle } from './pinned-bundle.ts';
import { nameOf, type WorkerDescription, type WorkerReply, type WorkerRequest } from './worker-message.ts';

export interface PageRequestOptions {
  readonly bundle: PinnedBundle;
  /** Asks that this worker is the active one; may take for ever. */
  readonly skipWaiting: () => Promise<void>;
}

/** Whoever asked waits for an answer, so there always is one. */
export async function answerPage(request: WorkerRequest, options: PageRequestOptions): Promise<WorkerReply> {
  return await carryOut(request, options).catch(() => undefined);
}

async function carryOut(
  request: WorkerRequest,
  { bundle, skipWaiting }: PageRequestOptions,
): Promise<WorkerDescription> {
  if (request === 'apply') {
    await bundle.apply();
    // Not waited for: it may take until the worker before has nothing to do, and that one serves the same pin meanwhile.
    skipWaiting().catch(() => undefined);
  }
  const pinned = nameOf(await bundle.pinned());
  // A worker that another one replaces has nothing to offer any more: what it brought is the past.
  return { pinned, brought: (await bundle.isKept()) ? nameOf(bundle.brought) : pinned };
}
