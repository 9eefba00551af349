/**
 * What the device signs about each kind of prekey (specs/02 §2; attack A5).
 *
 * Every kind has its own label, and every signature binds the account, the device and the number of the prekey, so that
 * none can be passed off as another kind, of another device, or under another number.
 */
import { sign, verifySignature } from '@sotto/crypto';
import {
  type AccountId,
  type CanonicalPart,
  type DeviceId,
  type KemPrekey,
  LABELS,
  type Label,
  type OneTimePrekey,
  type SignedPrekey,
} from '@sotto/wire';

/** Whose prekey it is. */
export interface PrekeyOwner {
  readonly accountId: AccountId;
  readonly deviceId: DeviceId;
}

/** A prekey with its kind; `prekey.signature` is not part of what is signed. */
export type AnyPrekey =
  | { readonly kind: 'signed'; readonly prekey: Pick<SignedPrekey, 'id' | 'publicKey'> }
  | { readonly kind: 'kem'; readonly prekey: Pick<KemPrekey, 'id' | 'publicKey'> }
  | { readonly kind: 'one-time'; readonly prekey: Pick<OneTimePrekey, 'id' | 'publicKey' | 'kemPublicKey'> };

function statement(
  { accountId, deviceId }: PrekeyOwner,
  { kind, prekey }: AnyPrekey,
): { label: Label; parts: CanonicalPart[] } {
  const parts = [accountId, deviceId, prekey.id, prekey.publicKey];
  switch (kind) {
    case 'signed':
      return { label: LABELS.signedPrekeySignature, parts };
    case 'kem':
      return { label: LABELS.kemPrekeySignature, parts };
    case 'one-time':
      return { label: LABELS.oneTimePrekeySignature, parts: [...parts, prekey.kemPublicKey] };
  }
}

/** 64 bytes. `secretKey`: the Ed25519 seed of the device. */
export function signPrekey(owner: PrekeyOwner, prekey: AnyPrekey, secretKey: Uint8Array): Uint8Array {
  return sign({ ...statement(owner, prekey), secretKey });
}

/** Whether the device with this Ed25519 `signingKey` signed exactly this prekey as its own. */
export function verifyPrekeySignature(
  owner: PrekeyOwner,
  prekey: AnyPrekey,
  { signingKey, signature }: { readonly signingKey: Uint8Array; readonly signature: Uint8Array },
): boolean {
  return verifySignature({ ...statement(owner, prekey), publicKey: signingKey, signature });
}
