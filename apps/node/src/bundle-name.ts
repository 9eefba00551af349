/** What a served app calls itself: the version and the fingerprint that its settings show (ADR 0016). */
import type { AppFiles } from '@sotto/mailbox';

const LIST = '/bundle.json';

export interface BundleName {
  readonly version: string;
  /** Hexadecimal SHA-256. */
  readonly hash: string;
}

/** `undefined` for an app without a list of its files. */
export function bundleName(files: AppFiles): BundleName | undefined {
  const bytes = files.get(LIST)?.bytes;
  if (bytes === undefined) return undefined;
  try {
    const { version, hash } = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
    const isName = typeof version === 'string' && /^[\w.+-]{1,40}$/.test(version);
    return isName && typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash) ? { version, hash } : undefined;
  } catch {
    return undefined;
  }
}
