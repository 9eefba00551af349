/** What a service worker sees, as far as ours uses it: the compiler knows either pages or workers, and here pages. */
interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
}

export interface ServiceWorkerEvents {
  readonly install: Extendable;
  readonly activate: Extendable;
  readonly fetch: Extendable & { readonly request: Request; respondWith(response: Promise<Response>): void };
  readonly message: Extendable & { readonly data: unknown; readonly ports: readonly MessagePort[] };
  readonly notificationclick: Extendable & { readonly notification: Notification };
}

export interface ServiceWorkerScope {
  addEventListener<Kind extends keyof ServiceWorkerEvents>(
    kind: Kind,
    listener: (event: ServiceWorkerEvents[Kind]) => void,
  ): void;
  readonly clients: {
    claim(): Promise<void>;
    matchAll(options: {
      readonly type: 'window';
      readonly includeUncontrolled: boolean;
    }): Promise<readonly { focus(): Promise<unknown> }[]>;
    openWindow(url: string): Promise<unknown>;
  };
}
