/**
 * Two devices of `@signalapp/libsignal-client` with a session between them.
 *
 * Sessions and prekeys stay in memory as native records: the store that costs the peer least.
 */
import * as signal from '@signalapp/libsignal-client';
import type { Device, DevicePair, RatchetLibrary } from './ratchet-pair.ts';

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
  readonly record: signal.PreKeyRecord;
  constructor(record: signal.PreKeyRecord) {
    super();
    this.record = record;
  }
  async savePreKey(): Promise<void> {}
  async removePreKey(): Promise<void> {}
  async getPreKey(): Promise<signal.PreKeyRecord> {
    return this.record;
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

/** A device that has published a signed prekey and one-time prekeys. */
async function newRecipient() {
  const device = new PeerDevice('grace');
  const identity = await device.identity.getIdentityKey();
  const oneTime = signal.PrivateKey.generate();
  const signed = signal.PrivateKey.generate();
  const signature = identity.sign(signed.getPublicKey().serialize());
  const kem = signal.KEMKeyPair.generate();
  const kemSignature = identity.sign(kem.getPublicKey().serialize());
  const bundle = signal.PreKeyBundle.new(
    1,
    1,
    1,
    oneTime.getPublicKey(),
    1,
    signed.getPublicKey(),
    signature,
    identity.getPublicKey(),
    1,
    kem.getPublicKey(),
    kemSignature,
  );
  return {
    device,
    bundle,
    prekeys: new Prekeys(signal.PreKeyRecord.new(1, oneTime.getPublicKey(), oneTime)),
    signedPrekeys: new SignedPrekeys(signal.SignedPreKeyRecord.new(1, 0, signed.getPublicKey(), signed, signature)),
    kemPrekeys: new KemPrekeys(signal.KyberPreKeyRecord.new(1, 0, kem, kemSignature)),
  };
}

async function setUp(): Promise<() => Promise<DevicePair>> {
  const ada = new PeerDevice('ada');
  const { device: grace, bundle, prekeys, signedPrekeys, kemPrekeys } = await newRecipient();
  return async () => {
    await signal.processPreKeyBundle(bundle, grace.address, ada.address, ada.sessions, ada.identity);
    const travelling = await ada.seal(grace, new Uint8Array(100));
    await signal.signalDecryptPreKey(
      signal.PreKeySignalMessage.deserialize(travelling as Uint8Array<ArrayBuffer>),
      ada.address,
      grace.address,
      grace.sessions,
      grace.identity,
      prekeys,
      signedPrekeys,
      kemPrekeys,
    );
    return { ada, grace };
  };
}

export const peerLibrary: RatchetLibrary = {
  prepareSetUp: async () => {
    const start = await setUp();
    return async () => {
      await start();
    };
  },
  newPair: async () => {
    const pair = await (await setUp())();
    await pair.ada.open(pair.grace, await pair.grace.seal(pair.ada, new Uint8Array(1)));
    return pair;
  },
};
