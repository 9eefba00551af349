/** The devices that vectors are made with, and what each side of a handshake knows of the other. */
import { ml_kem1024 } from '@noble/post-quantum/ml-kem.js';
import type { InitialFields, Setting } from '../../differential/implementation.ts';
import { newSetting } from '../../differential/stage.ts';
import { keyPair } from '../../reference/agreement.ts';
import { encodeInitialMessage } from '../../reference/initial-message.ts';
import { hex, type JsonObject } from '../vector.ts';

export const NOW_MS = 1_760_000_000_000;

export function setting(seed: string, withOneTimePrekey: boolean): Setting {
  return { ...newSetting(`vector people ${seed}`, withOneTimePrekey), generation: NOW_MS };
}

function party(keys: Setting['initiator'], isOurs: boolean): JsonObject {
  const { accountId, deviceId, identitySecret } = keys;
  const key = isOurs
    ? { identity_secret: hex(identitySecret) }
    : { identity_key: hex(keyPair(identitySecret).publicKey) };
  return { account_id: hex(accountId), device_id: hex(deviceId), ...key };
}

const kemKey = (seed: Uint8Array) => hex(ml_kem1024.keygen(seed).publicKey);

/** What the initiator starts from. */
export function initiatorInput({ initiator, recipient, prekeys, generation }: Setting): JsonObject {
  const { oneTimePrekey } = prekeys;
  const oneTime = oneTimePrekey && {
    id: oneTimePrekey.id,
    public_key: hex(keyPair(oneTimePrekey.secret).publicKey),
    kem_public_key: kemKey(oneTimePrekey.kemSeed),
  };
  return {
    initiator: party(initiator, true),
    recipient: party(recipient, false),
    signed_prekey: { id: prekeys.signedPrekeyId, public_key: hex(keyPair(prekeys.signedPrekeySecret).publicKey) },
    kem_prekey: { id: prekeys.kemPrekeyId, public_key: kemKey(prekeys.kemSeed) },
    ...(oneTime && { one_time_prekey: oneTime }),
    generation,
    now_ms: NOW_MS,
  };
}

/** What the recipient starts from. */
export function recipientInput({ initiator, recipient, prekeys }: Setting): JsonObject {
  const { oneTimePrekey } = prekeys;
  const oneTime = oneTimePrekey && {
    id: oneTimePrekey.id,
    secret: hex(oneTimePrekey.secret),
    kem_seed: hex(oneTimePrekey.kemSeed),
  };
  return {
    initiator: party(initiator, false),
    recipient: party(recipient, true),
    signed_prekey: { id: prekeys.signedPrekeyId, secret: hex(prekeys.signedPrekeySecret) },
    kem_prekey: { id: prekeys.kemPrekeyId, seed: hex(prekeys.kemSeed) },
    ...(oneTime && { one_time_prekey: oneTime }),
    now_ms: NOW_MS,
  };
}

export function initialMessage(used: InitialFields, packet: Uint8Array, generation = NOW_MS): Uint8Array {
  return encodeInitialMessage({ used, generation, packet });
}
