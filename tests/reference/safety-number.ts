/** Safety numbers (specs/01 §12). */
import { sha256 } from '@noble/hashes/sha2.js';
import { compare, join, numberOf } from './bytes.ts';
import { hash, type Part } from './canonical.ts';

const REPETITIONS = 5200;

export interface Keys {
  readonly accountId: Uint8Array;
  readonly authorities: readonly Uint8Array[];
  readonly devices: readonly { id: Uint8Array; signingKey: Uint8Array; identityKey: Uint8Array }[];
}

export function fingerprint({ accountId, authorities, devices }: Keys): Uint8Array {
  const byId = devices.toSorted((a, b) => compare(a.id, b.id));
  const parts: Part[] = [
    ...['account', accountId],
    ...['authorities', authorities.length, ...authorities.toSorted(compare)],
    ...['devices', devices.length],
    ...byId.flatMap((device) => ['device', device.id, 'signing', device.signingKey, 'identity', device.identityKey]),
  ];
  const first = hash('safetyNumber', ...parts);
  let result = first;
  for (let count = 0; count < REPETITIONS; count += 1) result = sha256(join(result, first));
  return result;
}

function digits(print: Uint8Array): string {
  return [0, 5, 10, 15, 20, 25]
    .map((at) => String(numberOf(print.slice(at, at + 5)) % 100_000).padStart(5, '0'))
    .join('');
}

/** 60 digits, the same for both. */
export function safetyNumber(ours: Keys, theirs: Keys): string {
  return [fingerprint(ours), fingerprint(theirs)].sort(compare).map(digits).join('');
}
