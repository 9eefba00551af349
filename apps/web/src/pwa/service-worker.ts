/**
 * The service worker: serves the pinned bundle, offline too, and takes another one only when it is told to.
 *
 * The build puts the list of its bundle inside, so that a changed file changes the service worker.
 */

import { brought } from './brought-bundle.ts';
import { PAGE_PATH } from './bundle-list.ts';
import { PinnedBundle } from './pinned-bundle.ts';
import type { ServiceWorkerEvents, ServiceWorkerScope } from './service-worker-scope.ts';
import {
  isWorkerRequest,
  nameOf,
  type WorkerDescription,
  type WorkerReply,
  type WorkerRequest,
} from './worker-message.ts';

const scope = globalThis as unknown as ServiceWorkerScope;
const bundle = new PinnedBundle(brought);

scope.addEventListener('install', (event) => event.waitUntil(bundle.install()));
scope.addEventListener('activate', (event) => event.waitUntil(scope.clients.claim()));
scope.addEventListener('fetch', (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (event.request.method !== 'GET' || origin !== location.origin) return;
  event.respondWith(answer(event.request, event.request.mode === 'navigate' ? PAGE_PATH : pathname));
});
scope.addEventListener('message', (event) => event.waitUntil(reply(event)));
scope.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(showPage());
});

async function answer(request: Request, path: string): Promise<Response> {
  return (await bundle.respond(path)) ?? (await fetch(request));
}

async function reply({ data, ports }: ServiceWorkerEvents['message']): Promise<void> {
  if (!isWorkerRequest(data)) return;
  // Whoever asked waits for an answer, whatever it is.
  const answered: WorkerReply = await carryOut(data).catch(() => undefined);
  ports[0]?.postMessage(answered);
}

async function carryOut(request: WorkerRequest): Promise<WorkerDescription> {
  if (request === 'apply') {
    await bundle.apply();
    // Not waited for: it may take until the worker before has nothing to do, and that one serves the same pin meanwhile.
    scope.skipWaiting().catch(() => undefined);
  }
  const pinned = nameOf(await bundle.pinned());
  // A worker that another one replaces has nothing to offer any more: what it brought is the past.
  return { pinned, brought: (await bundle.isKept()) ? nameOf(bundle.brought) : pinned };
}

async function showPage(): Promise<void> {
  const [page] = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (page === undefined) await scope.clients.openWindow('/');
  else await page.focus();
}
