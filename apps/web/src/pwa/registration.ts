/**
 * The page's side of the service worker: registers it, says which bundle runs here, and offers a new one.
 *
 * Nothing changes by itself: an update is offered when another bundle is ready, and `apply` is for the person to call. Where
 * another tab took it, this page goes on with what it has, and lacks what it had not loaded: it is told.
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

/** Tells the other tabs that this one took a bundle; the service worker that controls them stays the same. */
const TAKEN_CHANNEL = 'sotto bundle taken';

const running = new ObservableValue<RunningBundle | undefined>(undefined);
const offered = new ObservableValue<OfferedUpdate | undefined>(undefined);

const later = new ObservableValue<BundleName | undefined>(undefined);

export const runningBundle: Observable<RunningBundle | undefined> = running;
export const offeredUpdate: Observable<OfferedUpdate | undefined> = offered;
/** What a page gets that is loaded now, once that is another bundle than this one's. */
export const laterBundle: Observable<BundleName | undefined> = later;

/** Without service workers, or where they are forbidden, the page works as it came. */
export async function registerServiceWorker(): Promise<void> {
  const list = await servedBundle();
  running.set(list && { ...nameOf(list), isPinned: navigator.serviceWorker?.controller != null });
  if (!('serviceWorker' in navigator)) return;
  new BroadcastChannel(TAKEN_CHANNEL).addEventListener('message', () => void lookForLaterBundle());
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

/** Sets `laterBundle` when the files that this page has not loaded yet belong to another bundle. */
export async function lookForLaterBundle(): Promise<void> {
  const list = await servedBundle();
  const hash = running.get()?.hash;
  if (list !== undefined && hash !== undefined && list.hash !== hash) later.set(nameOf(list));
}

async function servedBundle(): Promise<BundleList | undefined> {
  try {
    return (await (await fetch(BUNDLE_LIST_PATH)).json()) as BundleList;
  } catch {
    return undefined;
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
    new BroadcastChannel(TAKEN_CHANNEL).postMessage(brought.version);
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
