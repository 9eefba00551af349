/**
 * The page's side of the service worker: registers it, says which bundle runs here, and offers a new one.
 *
 * Nothing changes by itself: `update` is set when another bundle is ready, and `apply` is for the person to call.
 */
import { UnavailableError } from '@sotto/wire';
import { type Observable, ObservableValue } from '../state/observable.ts';
import { BUNDLE_LIST_PATH, type BundleList, SERVICE_WORKER_PATH } from './bundle-list.ts';
import {
  type BundleName,
  nameOf,
  type WorkerDescription,
  type WorkerReply,
  type WorkerRequest,
} from './worker-message.ts';

export interface RunningBundle extends BundleName {
  /** It came from the service worker, which holds on to it. */
  readonly isPinned: boolean;
}

export interface OfferedUpdate extends BundleName {
  /** Takes the offered bundle and starts the page again. */
  readonly apply: () => Promise<void>;
}

const running = new ObservableValue<RunningBundle | undefined>(undefined);
const offered = new ObservableValue<OfferedUpdate | undefined>(undefined);

export const runningBundle: Observable<RunningBundle | undefined> = running;
export const offeredUpdate: Observable<OfferedUpdate | undefined> = offered;

/** Without service workers, or where they are forbidden, the page works as it came. */
export async function registerServiceWorker(): Promise<void> {
  await readRunningBundle();
  if (!('serviceWorker' in navigator)) return;
  try {
    const registration = await navigator.serviceWorker.register(SERVICE_WORKER_PATH, { updateViaCache: 'none' });
    registration.addEventListener('updatefound', () => follow(registration.installing));
    follow(registration.installing);
    // The later one is the newer one.
    await offer(registration.active);
    await offer(registration.waiting);
  } catch {
    return;
  }
}

async function readRunningBundle(): Promise<void> {
  try {
    const list = (await (await fetch(BUNDLE_LIST_PATH)).json()) as BundleList;
    running.set({ ...nameOf(list), isPinned: navigator.serviceWorker?.controller != null });
  } catch {
    running.set(undefined);
  }
}

/** Looks at a service worker once it is installed. */
function follow(worker: ServiceWorker | null): void {
  worker?.addEventListener('statechange', () => {
    if (worker.state === 'installed' || worker.state === 'activated') offer(worker).catch(() => undefined);
  });
}

async function offer(worker: ServiceWorker | null): Promise<void> {
  if (worker === null) return;
  const { pinned, brought } = await ask(worker, 'describe');
  if (brought.hash === pinned.hash) return;
  const apply = async () => {
    await ask(worker, 'apply');
    location.reload();
  };
  offered.set({ ...brought, apply });
}

/** @throws {UnavailableError} `unreachable` */
function ask(worker: ServiceWorker, request: WorkerRequest): Promise<WorkerDescription> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve, reject) => {
    port1.onmessage = ({ data }: MessageEvent<WorkerReply>) => {
      port1.close();
      if (data === undefined)
        reject(new UnavailableError('unreachable', 'the files of this version cannot be fetched'));
      else resolve(data);
    };
    worker.postMessage(request, [port2]);
  });
}
