/**
 * The response headers under which the application is served: nothing inline, no code from strings, no other origin to
 * load from, no DOM sinks but the page's own workers.
 *
 * Owns the policy; whoever serves the application sends these with every response. Connections may go to any host,
 * because mailboxes and peers are anywhere: what is sent there is sealed.
 */
const CONTENT_SECURITY_POLICY: readonly string[] = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' blob:",
  'media-src blob:',
  "connect-src 'self' ws: wss:",
  "worker-src 'self'",
  "manifest-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types default',
];

const DENIED_FEATURES = ['geolocation', 'microphone', 'payment', 'usb', 'serial', 'midi'];

export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY.join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  // The camera reads contact links from codes, in the page.
  'permissions-policy': ['camera=(self)', ...DENIED_FEATURES.map((feature) => `${feature}=()`)].join(', '),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

const CACHED_FOR_GOOD = 'public, max-age=31536000, immutable';
const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  png: 'image/png',
  svg: 'image/svg+xml',
  wasm: 'application/wasm',
  webmanifest: 'application/manifest+json',
};

/** All headers of a file of the bundle: one with a hash in its name never changes, every other is asked for again. */
export function headersOf(name: string): Readonly<Record<string, string>> {
  const type = TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
  const caching = /^(?:assets|workers)\//.test(name) ? CACHED_FOR_GOOD : 'no-cache';
  return { ...PAGE_HEADERS, 'content-type': type, 'cache-control': caching };
}
