/** The public names of `@sotto/crypto`. */

// What the platform gives is chosen by the `imports` conditions of package.json.
export { platformProvider, platformRandom } from '#platform';
export {
  type Accepted,
  type AcceptOptions,
  accept,
  type InitialSessionIdOptions,
  initialSessionId,
} from './accept.ts';
export {
  type CustodyStatement,
  type SignCustodyReceiptOptions,
  type SignCustodyReceiptsOptions,
  signCustodyReceipt,
  signCustodyReceipts,
  type VerifyCustodyReceiptOptions,
  verifyCustodyReceipt,
} from './custody-receipt.ts';
export { type ProveDepositOptions, proveDeposit, type VerifyDepositOptions, verifyDeposit } from './deposit-proof.ts';
export {
  type CreateEnvelopeOptions,
  createEnvelope,
  decodeEnvelope,
  encodeEnvelope,
  envelopeId,
} from './envelope.ts';
export {
  type HandshakeParty,
  type InitialFields,
  initialReplayKey,
  type OurParty,
} from './handshake-transcript.ts';
export { identityKeyPair } from './identity-key.ts';
export { checkInitialMessage, createInitialMessage } from './initial-message.ts';
export { type InitiateOptions, initiate } from './initiate.ts';
export { KeyPair } from './key-pair.ts';
export { type Opened, type OpenOptions, type OpenResult, open } from './open.ts';
export {
  type OwnerOperation,
  type ProveOwnerOptions,
  proveOwner,
  type VerifyOwnerOptions,
  verifyOwner,
} from './owner-proof.ts';
export { type PacketTrace, type TracePacketOptions, tracePacket } from './packet-trace.ts';
export type {
  OurKemPrekey,
  OurOneTimePrekey,
  OurSignedPrekey,
  TheirKemPrekey,
  TheirOneTimePrekey,
  TheirSignedPrekey,
} from './prekey.ts';
export { portableProvider } from './provider.portable.ts';
export type {
  AeadInput,
  AeadSealInput,
  Argon2idInput,
  CryptoProvider,
  Ed25519,
  Encapsulation,
  HkdfInput,
  KemKeyPair,
  MlKem,
  ProviderOption,
  RandomBytes,
  X25519,
  X25519KeyPair,
} from './provider.ts';
export {
  type SafetyDevice,
  type SafetyParties,
  type SafetyParty,
  safetyCode,
  safetyNumber,
  verifySafetyCode,
} from './safety-number.ts';
export { type SealOptions, type SealResult, seal, sealOverhead } from './seal.ts';
export {
  type OpenFromStrangerOptions,
  openFromStranger,
  type SealToStrangerOptions,
  STRANGER_OVERHEAD_BYTES,
  sealToStranger,
} from './seal-to-stranger.ts';
export { equalSecrets, Secret, wipeAll } from './secret.ts';
export type { PendingInitial, Session, SessionRole } from './session.ts';
export { decodeSession, encodeSession } from './session-codec.ts';
export {
  hashLabelled,
  type SignOptions,
  sign,
  signingKeyPair,
  type VerifySignatureOptions,
  verifySignature,
} from './signature.ts';
export {
  type CreateTopicKeysOptions,
  createTopicKeys,
  deriveTopic,
  type TopicKeys,
} from './topic-keys.ts';
export {
  type ChangePassphraseOptions,
  type CreateVaultOptions,
  changePassphrase,
  createVault,
  type OpenVaultOptions,
  openVault,
} from './vault.ts';
export {
  decodeVault,
  encodeVault,
  VAULT_PARAMETERS,
  type Vault,
  type VaultParameters,
  type VaultPasskey,
} from './vault-file.ts';
export {
  type AddPasskeyOptions,
  addPasskey,
  type OpenVaultByPasskeyOptions,
  openVaultByPasskey,
  type PasskeyEnrolment,
  removePasskey,
} from './vault-passkey.ts';
