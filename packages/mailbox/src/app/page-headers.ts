/**
 * The response headers under which the web app runs (attacks G1, G5): no inline script, no `eval`, no other origin, no
 * DOM sinks, nothing to embed, no feature of the device that it does not use.
 */

/**
 * A contact's mailboxes and relays are anywhere, and known only later. WebRTC is not subject to this policy at all, so a
 * narrower list would keep nothing in.
 */
const ANY_WEB_SOCKET: readonly string[] = ['ws:', 'wss:'];

const DENIED_FEATURES = ['geolocation', 'microphone', 'payment', 'usb', 'serial', 'bluetooth', 'midi'];

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
