/**
 * A marker, kept apart from everything else, that an account was made here: browsers delete a site's databases and files
 * together when they need room, and often leave this.
 *
 * Owns the marker: the device id, and no secret. Where it is gone too, nothing tells that something was here.
 */

const PREFIX = 'sotto account ';
const DEVICE = /^[0-9a-f]{32}$/;

/** The device that the home had; `undefined` when nothing says so. */
export function readMarker(home: string): string | undefined {
  try {
    const device = localStorage.getItem(PREFIX + home);
    return device !== null && DEVICE.test(device) ? device : undefined;
  } catch {
    // A window that may not keep anything may not look either.
    return undefined;
  }
}

/** Leaves the marker where that is possible; the account does not depend on it. */
export function writeMarker(home: string, device: string): void {
  try {
    localStorage.setItem(PREFIX + home, device);
  } catch {
    return;
  }
}
