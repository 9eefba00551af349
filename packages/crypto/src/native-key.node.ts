/**
 * Importing raw keys into Node's key objects.
 *
 * Node 24.18 and later throw and catch an exception inside every asymmetric import; with a stack trace it costs 20 µs,
 * without one 5 µs.
 */
import type { Buffer } from 'node:buffer';
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

export type NativeKeyType = 'x25519' | 'ed25519' | 'ml-kem-768' | 'ml-kem-1024';

function withoutStackTrace<T>(action: () => T): T {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return action();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** As it is: a Buffer of a small array would make V8 copy it, and nobody could wipe the first one. Node takes any view. */
function asKey(bytes: Uint8Array): Buffer {
  return bytes as Buffer;
}

export function importPrivateKey(type: NativeKeyType, key: Uint8Array): KeyObject {
  const format = type === 'x25519' || type === 'ed25519' ? 'raw-private' : 'raw-seed';
  return withoutStackTrace(() => createPrivateKey({ key: asKey(key), format, asymmetricKeyType: type }));
}

export function importPublicKey(type: NativeKeyType, key: Uint8Array): KeyObject {
  return withoutStackTrace(() => createPublicKey({ key: asKey(key), format: 'raw-public', asymmetricKeyType: type }));
}

/** The raw public key that belongs to a private one. */
export function exportPublicKey(privateKey: KeyObject): Uint8Array {
  return rawPublicKey(createPublicKey(privateKey));
}

export function rawPublicKey(publicKey: KeyObject): Uint8Array {
  return new Uint8Array(publicKey.export({ format: 'raw-public' }));
}

/** Of a type whose private key is bytes and not a seed. */
export function rawPrivateKey(privateKey: KeyObject): Uint8Array {
  const exported = privateKey.export({ format: 'raw-private' });
  return new Uint8Array(exported.buffer, exported.byteOffset, exported.length);
}
