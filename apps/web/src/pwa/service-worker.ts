/**
 * The service worker: serves the pinned bundle, offline too, and takes another one only when it is told to.
 *
 * The build puts the list of its bundle inside, so that a changed file changes the service worker.
 */

import { brought } from './brought-bundle.ts';
import { NODE_SERVICES_PATH, PAGE_PATH } from './bundle-list.ts';
import { answerPage } from './page-requests.ts';
import { PinnedBundle } from './pinned-bundle.ts';
import type { ServiceWorkerEvents, ServiceWorkerScope } from './service-worker-scope.ts';
import { isWorkerRequest } from './worker-message.ts';

const scope = globalThis as unknown as ServiceWorkerScope;
const bundle = new PinnedBundle(brought);

scope.addEventListener('install', (event) => event.waitUntil(bundle.install()));
scope.addEventListener('activate', (event) => event.waitUntil(scope.clients.claim()));
scope.addEventListener('fetch', (event) => {
  const { url, method, mode, destination } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== 'GET' || origin !== location.origin) return;
  // What is read as data alone: a script or a worker has another destination.
  if (pathname === NODE_SERVICES_PATH && mode !== 'navigate' && destination === '') return;
  event.respondWith(bundle.respond(mode === 'navigate' ? PAGE_PATH : pathname));
});
scope.addEventListener('message', (event) => event.waitUntil(reply(event)));
scope.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(showPage());
});

async function reply({ data, ports }: ServiceWorkerEvents['message']): Promise<void> {
  if (!isWorkerRequest(data)) return;
  ports[0]?.postMessage(await answerPage(data, bundle));
}

async function showPage(): Promise<void> {
  const [page] = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (page === undefined) await scope.clients.openWindow('/');
  else await page.focus();
}
