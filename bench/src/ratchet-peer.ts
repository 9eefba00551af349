/**
 * Two devices of `@signalapp/libsignal-client` with a session between them.
 *
 * Sessions stay in memory as native records: the store that costs the peer least.
 */
import * as signal from '@signalapp/libsignal-client';
import { UsageError } from '@sotto/wire';
import type { Device, DevicePair } from './ratchet-pair.ts';

class Sessions extends signal.SessionStore {
  #record: signal.SessionRecord | null = null;
  async saveSession(_name: signal.ProtocolAddress, record: signal.SessionRecord): Promise<void> {
    this.#record = record;
  }
  async getSession(): Promise<signal.SessionRecord | null> {
    return this.#record;
  }
  async getExistingSessions(): Promise<signal.SessionRecord[]> {
    return this.#record ? [this.#record] : [];
  }
}

class Identity extends signal.IdentityKeyStore {
  readonly #key = signal.PrivateKey.generate();
  async getIdentityKey(): Promise<signal.PrivateKey> {
    return this.#key;
  }
  async getLocalRegistrationId(): Promise<number> {
    return 1;
  }
  async saveIdentity(): Promise<signal.IdentityChange> {
    return signal.IdentityChange.NewOrUnchanged;
  }
  async isTrustedIdentity(): Promise<boolean> {
    return true;
  }
  async getIdentity(): Promise<signal.PublicKey | null> {
    return null;
  }
}

class Prekeys extends signal.PreKeyStore {
  async savePreKey(): Promise<void> {}
  async removePreKey(): Promise<void> {}
  async getPreKey(): Promise<signal.PreKeyRecord> {
    throw new UsageError('invalid-argument', 'no one-time prekey was published');
  }
}

class SignedPrekeys extends signal.SignedPreKeyStore {
  readonly record: signal.SignedPreKeyRecord;
  constructor(record: signal.SignedPreKeyRecord) {
    super();
    this.record = record;
  }
  async saveSignedPreKey(): Promise<void> {}
  async getSignedPreKey(): Promise<signal.SignedPreKeyRecord> {
    return this.record;
  }
}

class KemPrekeys extends signal.KyberPreKeyStore {
  readonly record: signal.KyberPreKeyRecord;
  constructor(record: signal.KyberPreKeyRecord) {
    super();
    this.record = record;
  }
  async saveKyberPreKey(): Promise<void> {}
  async markKyberPreKeyUsed(): Promise<void> {}
  async getKyberPreKey(): Promise<signal.KyberPreKeyRecord> {
    return this.record;
  }
}

class PeerDevice implements Device {
  readonly address: signal.ProtocolAddress;
  readonly sessions = new Sessions();
  readonly identity = new Identity();

  constructor(name: string) {
    this.address = signal.ProtocolAddress.new(name, 1);
  }

  async seal(to: Device, plaintext: Uint8Array): Promise<Uint8Array> {
    const { address } = to as PeerDevice;
    const bytes = plaintext as Uint8Array<ArrayBuffer>;
    const message = await signal.signalEncrypt(bytes, address, this.address, this.sessions, this.identity);
    return message.serialize();
  }

  async open(from: Device, ciphertext: Uint8Array): Promise<Uint8Array> {
    const { address } = from as PeerDevice;
    const message = signal.SignalMessage.deserialize(ciphertext as Uint8Array<ArrayBuffer>);
    return await signal.signalDecrypt(message, address, this.address, this.sessions, this.identity);
  }
}

export async function peerPair(): Promise<DevicePair> {
  const ada = new PeerDevice('ada');
  const grace = new PeerDevice('grace');
  const identity = await grace.identity.getIdentityKey();
  const prekey = signal.PrivateKey.generate();
  const prekeySignature = identity.sign(prekey.getPublicKey().serialize());
  const kemPair = signal.KEMKeyPair.generate();
  const kemSignature = identity.sign(kemPair.getPublicKey().serialize());
  const signedPrekeys = new SignedPrekeys(
    signal.SignedPreKeyRecord.new(1, 0, prekey.getPublicKey(), prekey, prekeySignature),
  );
  const kemPrekeys = new KemPrekeys(signal.KyberPreKeyRecord.new(1, 0, kemPair, kemSignature));
  const bundle = signal.PreKeyBundle.new(
    1,
    1,
    null,
    null,
    1,
    prekey.getPublicKey(),
    prekeySignature,
    identity.getPublicKey(),
    1,
    kemPair.getPublicKey(),
    kemSignature,
  );
  await signal.processPreKeyBundle(bundle, grace.address, ada.address, ada.sessions, ada.identity);
  await signal.signalDecryptPreKey(
    signal.PreKeySignalMessage.deserialize((await ada.seal(grace, new Uint8Array(1))) as Uint8Array<ArrayBuffer>),
    ada.address,
    grace.address,
    grace.sessions,
    grace.identity,
    new Prekeys(),
    signedPrekeys,
    kemPrekeys,
  );
  await ada.open(grace, await grace.seal(ada, new Uint8Array(1)));
  return { ada, grace };
}
