/**
 * Importing raw keys into Node's key objects.
 *
 * Node 24.18 and later throw and catch an exception inside every asymmetric import; with a stack trace it costs 20 µs,
 * without one 5 µs.
 */
import { Buffer } from 'node:buffer';
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

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

export function importPrivateKey(type: NativeKeyType, key: Uint8Array): KeyObject {
  const format = type === 'x25519' || type === 'ed25519' ? 'raw-private' : 'raw-seed';
  return withoutStackTrace(() => createPrivateKey({ key: asBuffer(key), format, asymmetricKeyType: type }));
}

export function importPublicKey(type: NativeKeyType, key: Uint8Array): KeyObject {
  return withoutStackTrace(() =>
    createPublicKey({ key: asBuffer(key), format: 'raw-public', asymmetricKeyType: type }),
  );
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
  const key = new Uint8Array(exported);
  exported.fill(0);
  return key;
}
