/**
 * What pages ask of the service worker, carried out.
 *
 * Any service worker of ours serves what is pinned, so none asks to take the place of another while pages are open: a browser
 * that changes it under a page that is being loaded may never load that page.
 */
import type { PinnedBundle } from './pinned-bundle.ts';
import { nameOf, type WorkerReply, type WorkerRequest } from './worker-message.ts';

/** Whoever asked waits for an answer, so there always is one. `undefined`: it could not be carried out. */
export async function answerPage(request: WorkerRequest, bundle: PinnedBundle): Promise<WorkerReply> {
  try {
    if (request === 'apply') await bundle.apply();
    const pinned = nameOf(await bundle.pinned());
    // A worker that another one replaces has nothing to offer any more: what it brought is the past.
    return { pinned, brought: (await bundle.isKept()) ? nameOf(bundle.brought) : pinned };
  } catch {
    return undefined;
  }
}
