/**
 * The response headers under which the web app runs (attacks G1, G5): no inline script, no `eval`, no other origin, no
 * DOM sinks, nothing to embed, no feature of the device that it does not use. The one place of them: the local node sends
 * them, and the build of the app writes them down for other servers.
 *
 * Must not know what is in the files.
 */

/**
 * A contact's mailboxes and relays are anywhere, and known only later. WebRTC is not subject to this policy at all, so a
 * narrower list would keep nothing in.
 */
const ANY_WEB_SOCKET: readonly string[] = ['ws:', 'wss:'];

/** All that a browser lets a page do by itself, and this one does not. */
const DENIED_FEATURES = [
  'accelerometer',
  'bluetooth',
  'display-capture',
  'encrypted-media',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'picture-in-picture',
  'screen-wake-lock',
  'serial',
  'storage-access',
  'usb',
  'window-management',
  'xr-spatial-tracking',
];

export interface PageHeaderOptions {
  /** Where the page may connect to besides its own origin, as sources of CSP. Default: any WebSocket. */
  readonly connect?: readonly string[];
}

/** Headers of every response. The camera is for scanning a contact's code. */
export function pageHeaders({ connect = ANY_WEB_SOCKET }: PageHeaderOptions = {}): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' blob:",
    'media-src blob:',
    `connect-src ${["'self'", ...connect].join(' ')}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    // The page's one policy lets through its own workers, and no markup (ADR 0016).
    'trusted-types default',
  ];
  return {
    'content-security-policy': policy.join('; '),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': ['camera=(self)', ...DENIED_FEATURES.map((feature) => `${feature}=()`)].join(', '),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
}

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  webmanifest: 'application/manifest+json; charset=utf-8',
  wasm: 'application/wasm',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  txt: 'text/plain; charset=utf-8',
};

/** The media type of a file by the end of its name; `undefined` for what is never served. */
export function mediaType(path: string): string | undefined {
  const ending = /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(TYPES, ending) ? TYPES[ending] : undefined;
}

/** A file with a hash in its name never changes; a browser asks for every other again, and gets bytes when they changed. */
export function cacheControl(path: string): string {
  const hasHash = /^\/(?:assets|workers)\/.+-[\w-]{8}\.\w+$/.test(path);
  return hasHash ? 'public, max-age=31536000, immutable' : 'no-cache';
}

/** All headers of one file of the app. `path`: from the root of the site, beginning with `/`. */
export function fileHeaders(path: string): Readonly<Record<string, string>> {
  const type = mediaType(path) ?? 'application/octet-stream';
  return { ...pageHeaders(), 'content-type': type, 'cache-control': cacheControl(path) };
}
