/**
 * The keys of the devices of a schedule. Every key is a function of its name, so a store only has to remember names, and
 * public halves are worked out once for all schedules.
 */
import {
  type HandshakeParty,
  identityKeyPair,
  type OurKemPrekey,
  type OurOneTimePrekey,
  type OurParty,
  type OurSignedPrekey,
  platformProvider,
  type TheirKemPrekey,
  type TheirOneTimePrekey,
  type TheirSignedPrekey,
  type X25519KeyPair,
} from '@sotto/crypto';
import { seededRandom } from '@sotto/testkit';
import { asAccountId, asDeviceId } from '@sotto/wire';

const SEED_BYTES = 32;
const KEM_SEED_BYTES = 64;

const seedOf = (name: string, length = SEED_BYTES) => seededRandom(`key material ${name}`).bytes(length);

/** Public halves by name; a session never gets one of these arrays to wipe. */
const publicKeys = new Map<string, Uint8Array>();
const kemKeys = new Map<string, Uint8Array>();

async function pair(name: string): Promise<X25519KeyPair> {
  const made = await identityKeyPair(seedOf(name));
  publicKeys.set(name, made.publicKey);
  return made;
}

async function publicKey(name: string): Promise<Uint8Array> {
  return publicKeys.get(name) ?? (await pair(name)).publicKey;
}

function kemPair(name: string): { readonly seed: Uint8Array; readonly publicKey: Uint8Array } {
  const seed = seedOf(name, KEM_SEED_BYTES);
  const known = kemKeys.get(name);
  if (known) return { seed, publicKey: known };
  const made = platformProvider.mlKem1024.keyPair(seed);
  kemKeys.set(name, made.publicKey);
  return made;
}

/** `device`: such as `a1`, the first device of account `a`. */
export async function ourParty(device: string): Promise<OurParty> {
  return { ...names(device), identityKey: await pair(`${device} identity`) };
}

export async function theirParty(device: string): Promise<HandshakeParty> {
  return { ...names(device), identityKey: await publicKey(`${device} identity`) };
}

function names(device: string) {
  return {
    accountId: asAccountId(seedOf(`account ${device.slice(0, 1)}`)),
    deviceId: asDeviceId(seedOf(`device ${device}`, 16)),
  };
}

export async function ourSignedPrekey(device: string, id: number): Promise<OurSignedPrekey> {
  return { id, pair: await pair(`${device} signed ${id}`) };
}

export async function theirSignedPrekey(device: string, id: number): Promise<TheirSignedPrekey> {
  return { id, publicKey: await publicKey(`${device} signed ${id}`) };
}

export function ourKemPrekey(device: string, id: number): OurKemPrekey {
  return { id, ...kemPair(`${device} kem ${id}`) };
}

export function theirKemPrekey(device: string, id: number): TheirKemPrekey {
  return { id, publicKey: kemPair(`${device} kem ${id}`).publicKey };
}

export async function ourOneTimePrekey(device: string, id: number): Promise<OurOneTimePrekey> {
  const kem = kemPair(`${device} one-time kem ${id}`);
  return { id, pair: await pair(`${device} one-time ${id}`), kemSeed: kem.seed, kemPublicKey: kem.publicKey };
}

export async function theirOneTimePrekey(device: string, id: number): Promise<TheirOneTimePrekey> {
  const { pair: x25519, kemPublicKey } = await ourOneTimePrekey(device, id);
  return { id, publicKey: x25519.publicKey, kemPublicKey };
}
